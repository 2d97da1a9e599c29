"""What the gateway costs and withstands, measured against the fake providers and next to peers.

    python -m tests.benchmarks.gateway            # all, about nine minutes
    python -m tests.benchmarks.gateway added dead # some of: added, dead, malformed, flapping, rate
    python -m tests.benchmarks.gateway --peers    # installs instructor and LiteLLM into var/peers;
                                                  # with them it takes about twelve minutes

They print tables and assert nothing about times: figures of a shared machine are not a test. Only
`malformed` fails, when a value was silently wrong.
"""
