"""LiteLLM Router with its defaults over a dead primary; runs in the peers' own environment.

python peer_dead.py SERVER_URL OPENAI_URL CALLS FAULTS
"""

import json
import logging
import os
import statistics
import sys
import time
import urllib.parse
import urllib.request

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

from litellm import Router

logging.disable(logging.CRITICAL)
PROMPT = [{"role": "user", "content": "Write the first week."}]
SECONDS = 60


def control(server: str, verb: str, **data) -> None:
    request = urllib.request.Request(
        f"{server}/_control/{verb}",
        json.dumps(data).encode(),
        {"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=5).close()


def hits(server: str, model: str) -> int:
    query = urllib.parse.urlencode({"model": model})
    with urllib.request.urlopen(f"{server}/_control/requests?{query}", timeout=5) as response:
        return len(json.load(response))


def main(server: str, url: str, calls: int, faults: dict) -> None:
    for name, fault in faults.items():
        control(server, "reset")
        key = {"provider": "openai", "operation": "generate"}
        control(server, "always", **key, model="primary", behaviour=fault)
        given = {"api_base": url, "api_key": "k"} | ({"timeout": 2} if "limit" in name else {})
        router = Router(
            model_list=[
                {"model_name": each, "litellm_params": {**given, "model": f"openai/{each}"}}
                for each in ("primary", "secondary")
            ],
            fallbacks=[{"primary": ["secondary"]}],
        )
        times, served, began = [], 0, time.monotonic()
        for _ in range(calls):
            if time.monotonic() - began > SECONDS:
                break
            start = time.perf_counter()
            try:
                router.completion(model="primary", messages=PROMPT)
                served += 1
            except Exception:
                pass
            times.append((time.perf_counter() - start) * 1000)
        row = [
            f"{100 * served / len(times):.0f}% of {len(times)}",
            f"{statistics.median(times):.2f}",
            f"{statistics.median(times[3:] or times):.2f}",
            f"{max(times):.2f}",
            str(hits(server, "primary")),
        ]
        print("\t".join([name, *row]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4]))
