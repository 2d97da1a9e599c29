"""What a fresh installation knows: models, their limits and prices, and the routes.

Starting points only. After the seed the database rows are the truth, and people edit them there.
"""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class SeedModel:
    """Prices in US dollars per million tokens; limits as the provider states them."""

    provider: str
    model: str
    backend: str
    mode: str = "json_schema"
    strict: bool = True
    context_window: int = 128_000
    output_limit: int = 8_192
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    requests_per_day: int | None = None
    tokens_per_day: int | None = None
    input_price: Decimal = Decimal(0)
    output_price: Decimal = Decimal(0)
    timeout: float = 60.0
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.provider}:{self.model}"


@dataclass(frozen=True)
class SeedRoute:
    name: str
    description: str
    models: tuple[str, ...]
    offline_last: bool


MODELS = (
    SeedModel(
        "openai",
        "gpt-4o",
        "openai",
        output_limit=16_384,
        input_price=Decimal("2.50"),
        output_price=Decimal("10.00"),
    ),
    SeedModel(
        "openai",
        "gpt-4o-mini",
        "openai",
        output_limit=16_384,
        input_price=Decimal("0.15"),
        output_price=Decimal("0.60"),
    ),
    SeedModel(
        "groq",
        "llama-3.3-70b-versatile",
        "groq",
        mode="json_object",
        strict=False,
        context_window=131_072,
        output_limit=32_768,
        requests_per_minute=25,
        tokens_per_minute=5_500,
        input_price=Decimal("0.59"),
        output_price=Decimal("0.79"),
        timeout=30.0,
    ),
    SeedModel(
        "cerebras",
        "qwen-3-235b-a22b-thinking-2507",
        "cerebras",
        context_window=131_072,
        output_limit=40_000,
        requests_per_minute=600,
        tokens_per_minute=48_000,
        input_price=Decimal("0.60"),
        output_price=Decimal("1.20"),
    ),
    SeedModel(
        "gemini",
        "gemini-2.5-flash",
        "gemini",
        context_window=1_048_576,
        output_limit=65_536,
        input_price=Decimal("0.30"),
        output_price=Decimal("2.50"),
    ),
)

GPT_4O = "openai:gpt-4o"
GPT_4O_MINI = "openai:gpt-4o-mini"
GROQ_LLAMA = "groq:llama-3.3-70b-versatile"
CEREBRAS_QWEN = "cerebras:qwen-3-235b-a22b-thinking-2507"
GEMINI_FLASH = "gemini:gemini-2.5-flash"

ROUTES = (
    SeedRoute(
        "ieps",
        "Individualized Education Programs",
        (GPT_4O, GEMINI_FLASH, GROQ_LLAMA, CEREBRAS_QWEN),
        offline_last=True,
    ),
    SeedRoute(
        "programs",
        "Strength and fitness programs",
        (GPT_4O, GEMINI_FLASH, GROQ_LLAMA, CEREBRAS_QWEN),
        offline_last=True,
    ),
    SeedRoute(
        "conversations",
        "Teaching modules from learners' conversations",
        (GPT_4O_MINI, GEMINI_FLASH, GROQ_LLAMA, CEREBRAS_QWEN),
        offline_last=False,
    ),
    SeedRoute(
        "datasets",
        "Synthetic tables",
        (GPT_4O_MINI, GROQ_LLAMA, GEMINI_FLASH, CEREBRAS_QWEN),
        offline_last=False,
    ),
    SeedRoute(
        "legal",
        "Legal question-answer samples",
        (GROQ_LLAMA, CEREBRAS_QWEN, GPT_4O_MINI, GEMINI_FLASH),
        offline_last=False,
    ),
)


def seed(provider_model: Any, route: Any, route_entry: Any) -> None:
    """Adds what is missing and changes nothing that is there.

    Takes the three model classes, so that a migration can pass its historical ones. A route that
    exists keeps its entries as they are, even when a person emptied it.
    """
    rows = {}
    for model in MODELS:
        values = asdict(model)
        rows[model.name], _ = provider_model.objects.get_or_create(
            provider=values.pop("provider"), model=values.pop("model"), defaults=values
        )
    for wanted in ROUTES:
        row, created = route.objects.get_or_create(
            name=wanted.name,
            defaults={"description": wanted.description, "offline_last": wanted.offline_last},
        )
        if created:
            route_entry.objects.bulk_create(
                route_entry(route=row, provider_model=rows[name], position=position)
                for position, name in enumerate(wanted.models, start=1)
            )
