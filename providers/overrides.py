"""What the environment says about a route: LLM_ROUTE_<NAME> and PROGRAM_CREATION_MODEL, as text.

Pure. One entry that cannot be read does not take the others with it: it becomes a problem, which
the system checks and the log tell of.
"""

import re
from dataclasses import dataclass

OFFLINE = "offline"
COMPOSER = "composer"
EXAMPLE = "openai:gpt-4o,groq:llama-3.3-70b-versatile"
# No model's name holds one of these; whoever wrote it meant the next entry.
NOT_IN_A_NAME = re.compile(r"[;|\s]")


@dataclass(frozen=True)
class Override:
    """choices: pairs of provider and model in order, the provider empty when only a model is named.
    offline: whether the composer is named, after which no model is tried. problems: for a person.
    """

    choices: tuple[tuple[str, str], ...] = ()
    offline: bool = False
    problems: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it names nothing that could be tried."""
        return not self.choices and not self.offline


def read(text: str) -> Override:
    """Entries between commas; what is empty, as after a comma at the end, is passed over."""
    choices: list[tuple[str, str]] = []
    problems: list[str] = []
    offline = False
    for entry in filter(None, (part.strip() for part in text.split(","))):
        provider, colon, model = (part.strip() for part in entry.partition(":"))
        if not colon:
            provider, model = "", provider
        if OFFLINE in (provider.lower(), entry.lower()):
            offline = True
            continue
        if problem := _problem(entry, provider, model, has_provider=bool(colon)):
            problems.append(problem)
            continue
        if offline:
            problems.append(
                f"“{entry}” comes after “offline”, which always answers. Put that last."
            )
        choices.append((provider.lower(), model))
    return Override(tuple(choices), offline, tuple(problems))


def _problem(entry: str, provider: str, model: str, *, has_provider: bool) -> str:
    if NOT_IN_A_NAME.search(model) or NOT_IN_A_NAME.search(provider):
        return f"“{entry}” is not one model. Write commas between several, for example {EXAMPLE}."
    if not model or (has_provider and not provider):
        return (
            f"“{entry}” does not name a model. Write provider:model, and commas between several, "
            f"for example {EXAMPLE}."
        )
    return ""
