"""instructor and LiteLLM Router over the bare SDK; runs in the peers' own environment.

python peer_added.py BASE_URL CALLS
"""

import os
import statistics
import sys
import time

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import instructor
import openai
from litellm import Router
from pydantic import BaseModel

PROMPT = [{"role": "user", "content": "Write the first week."}]


class Week(BaseModel):
    theme: str
    sessions: int
    notes: list[str]


def main(url: str, calls: int) -> None:
    client = openai.OpenAI(api_key="k", base_url=url, max_retries=0)
    patched = instructor.from_openai(
        openai.OpenAI(api_key="k", base_url=url, max_retries=0), mode=instructor.Mode.JSON
    )
    given = {"model": "openai/gpt-4o", "api_base": url, "api_key": "k"}
    router = Router(model_list=[{"model_name": "m", "litellm_params": given}], num_retries=0)
    limited = Router(
        model_list=[
            {"model_name": "m", "litellm_params": {**given, "rpm": 1_000_000, "tpm": 1_000_000_000}}
        ],
        num_retries=0,
        routing_strategy="usage-based-routing-v2",
    )
    schema = Week.model_json_schema() | {"additionalProperties": False}
    form = {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": schema},
    }

    def bare():
        answer = client.chat.completions.create(
            model="gpt-4o", messages=PROMPT, response_format=form
        )
        return Week.model_validate_json(answer.choices[0].message.content)

    def with_instructor():
        return patched.chat.completions.create(
            model="gpt-4o", messages=PROMPT, response_model=Week, max_retries=0
        )

    def with_router(of):
        answer = of.completion(model="m", messages=PROMPT, response_format=form)
        return Week.model_validate_json(answer.choices[0].message.content)

    for name, work in (
        ("instructor", with_instructor),
        ("LiteLLM Router", lambda: with_router(router)),
        ("LiteLLM Router, usage-based", lambda: with_router(limited)),
    ):
        for _ in range(20):
            bare()
            work()
        alone, together = [], []
        for _ in range(calls // 20):
            alone += [timed(bare) for _ in range(20)]
            together += [timed(work) for _ in range(20)]
        p50 = statistics.median(together) - statistics.median(alone)
        p95 = at(together, 0.95) - at(alone, 0.95)
        print(f"{name}\t{statistics.median(alone)}\t{p50}\t{p95}")


def timed(work) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def at(values, share):
    return sorted(values)[int(len(values) * share)]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
