"""What the gateway costs and withstands, measured against the fake providers and next to peers.

    python -m tests.benchmarks.gateway            # all, about six minutes
    python -m tests.benchmarks.gateway.added      # one of: added, dead, rate, malformed, flapping
    python -m tests.benchmarks.gateway --peers    # installs instructor and LiteLLM into var/peers

They print tables and assert nothing: figures of a shared machine are not a test.
"""
