"""The catalogue, the routes, the shared state of candidates, and the ledger.

No row here holds a key, a prompt or an answer.
"""

from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q


class Backend(models.TextChoices):
    OPENAI = "openai", "OpenAI and compatible servers"
    GROQ = "groq", "Groq"
    CEREBRAS = "cerebras", "Cerebras"
    GEMINI = "gemini", "Google Gemini"


class Mode(models.TextChoices):
    """How a model is asked for structure, strongest first."""

    JSON_SCHEMA = "json_schema", "Native JSON schema"
    TOOL = "tool", "Tool call"
    JSON_OBJECT = "json_object", "JSON mode, schema in the prompt"
    PROMPT = "prompt", "Schema in the prompt only"


class ProviderModel(models.Model):
    """One model that can be called: its address, its limits and its price."""

    provider = models.SlugField(
        max_length=40, help_text="Who serves it. Shown with every draft that it writes."
    )
    model = models.CharField(
        max_length=120, help_text="The model's name as its provider spells it."
    )
    backend = models.CharField(
        max_length=20,
        choices=Backend,
        help_text="Which protocol it speaks. Any OpenAI-compatible server works with “openai”.",
    )
    enabled = models.BooleanField(default=True)
    base_url = models.CharField(
        max_length=300,
        blank=True,
        # Django's own URL check refuses the bare host names of container networks.
        validators=[RegexValidator(r"^https?://[^\s/]+", "Start with http:// or https://.")],
        help_text="Another address than the provider's own. Usually empty.",
    )
    key_setting = models.CharField(
        max_length=40,
        blank=True,
        help_text=(
            "Whose key to send: openai, groq, cerebras or gemini. Empty sends the provider's own "
            "key, and no key at all to an address of its own."
        ),
    )
    mode = models.CharField(
        max_length=20,
        choices=Mode,
        default=Mode.JSON_SCHEMA,
        help_text="The strongest form of structure that this model accepts.",
    )
    strict = models.BooleanField(
        default=True, help_text="Whether the provider enforces the schema while it writes."
    )
    context_window = models.PositiveIntegerField(
        default=128_000, help_text="Tokens of prompt and answer together."
    )
    output_limit = models.PositiveIntegerField(default=8_192, help_text="Tokens of one answer.")
    requests_per_minute = models.PositiveIntegerField(null=True, blank=True)
    tokens_per_minute = models.PositiveIntegerField(null=True, blank=True)
    requests_per_day = models.PositiveIntegerField(null=True, blank=True)
    tokens_per_day = models.PositiveIntegerField(null=True, blank=True)
    input_price = models.DecimalField(
        max_digits=10,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
        help_text="US dollars per million prompt tokens.",
    )
    output_price = models.DecimalField(
        max_digits=10,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
        help_text="US dollars per million answer tokens.",
    )
    timeout = models.FloatField(
        default=60.0,
        validators=[MinValueValidator(0.1)],
        help_text="Seconds one attempt may take, within the caller's deadline.",
    )
    first_token_timeout = models.FloatField(
        default=30.0,
        validators=[MinValueValidator(0.1)],
        help_text="Seconds until a streamed answer begins; then the next model is tried.",
    )
    stall_timeout = models.FloatField(
        default=15.0,
        validators=[MinValueValidator(0.1)],
        help_text="Seconds a streamed answer may pause.",
    )
    extra = models.JSONField(
        default=dict,
        blank=True,
        help_text='Further parameters of each call, for example {"reasoning_effort": "low"}.',
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("provider", "model")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "model"], name="provider_model_unique"),
            models.CheckConstraint(
                condition=Q(input_price__gte=0) & Q(output_price__gte=0),
                name="provider_model_prices_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(timeout__gt=0) & Q(output_limit__gt=0) & Q(context_window__gt=0),
                name="provider_model_sizes_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.model}"

    def clean(self) -> None:
        super().clean()
        if self.extra is None or self.extra == "":
            self.extra = {}
        if errors := self._problems():
            raise ValidationError(errors)

    def _problems(self) -> dict[str, str]:
        found = {}
        if not isinstance(self.extra, dict):
            found["extra"] = (
                'Write a JSON object, for example {"reasoning_effort": "low"}, or leave it empty.'
            )
        keys = known_keys()
        if self.key_setting and self.key_setting not in keys:
            found["key_setting"] = (
                f"This installation knows no key named “{self.key_setting}”. Write one of "
                f"{', '.join(keys)}, or leave it empty."
            )
        for name in LIMITS:
            if getattr(self, name) == 0:
                found[name] = "A limit is at least 1. Leave it empty for no limit."
        sizes = (self.output_limit, self.context_window)
        # What is no number was refused with its own field.
        if all(isinstance(size, int) for size in sizes) and self.output_limit > self.context_window:
            found["output_limit"] = (
                "One answer cannot be longer than prompt and answer together, which is "
                f"{self.context_window} tokens."
            )
        return found


LIMITS = ("requests_per_minute", "tokens_per_minute", "requests_per_day", "tokens_per_day")


def known_keys() -> list[str]:
    """The names that a key can have in this installation, whether it is set or not."""
    return list(dict.fromkeys([*settings.PROVIDER_NAMES, *settings.PROVIDER_KEYS]))


class Route(models.Model):
    """An ordered list of models for one kind of work."""

    name = models.SlugField(max_length=40, unique=True)
    description = models.CharField(max_length=200, blank=True)
    on = models.BooleanField(default=True, help_text="Off: nothing is drafted on this route.")
    offline_last = models.BooleanField(
        default=False,
        help_text="When every model fails, the template composer writes a marked draft instead.",
    )
    hedge = models.BooleanField(
        default=False,
        help_text=(
            "Once a model is slower than it nearly always is, the next one starts as well and the "
            "first answer counts. Faster, and dearer by the calls that are thrown away."
        ),
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class RouteEntry(models.Model):
    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="entries")
    provider_model = models.ForeignKey(
        ProviderModel, on_delete=models.CASCADE, related_name="entries", verbose_name="model"
    )
    position = models.PositiveSmallIntegerField(help_text="Lowest first.")

    class Meta:
        ordering = ("route", "position", "pk")
        verbose_name_plural = "route entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["route", "provider_model"], name="route_entry_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} {self.position}"


class CircuitState(models.TextChoices):
    CLOSED = "closed", "Closed (in use)"
    OPEN = "open", "Open (resting)"
    HALF_OPEN = "half_open", "Half open (being probed)"


class Circuit(models.Model):
    """Whether a model may be called, shared by every process.

    A row with an empty model stands for everything behind one provider key.
    cool_until is a rest that the provider asked for; afterwards all may call again at once.
    open_until is the end of a rest that one probe has to confirm.
    """

    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=CircuitState, default=CircuitState.CLOSED)
    reason = models.CharField(max_length=20, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="Failures in a row.")
    openings = models.PositiveIntegerField(
        default=0, help_text="Openings in a row; each one rests longer."
    )
    open_until = models.DateTimeField(null=True, blank=True)
    probe_until = models.DateTimeField(null=True, blank=True)
    cool_until = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(
        max_length=16, blank=True, help_text="Changes with the key and address that failed."
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("provider", "model")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "model"], name="circuit_unique"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(open_until__isnull=False),
                name="circuit_open_has_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.model or '*'} {self.state}"


class Bucket(models.Model):
    """What one model was sent lately, shared by every process.

    slots: {"m": {"<second>": [requests, tokens]}, "d": {"<quarter hour>": [requests, tokens]}}.
    Every change is one compare-and-swap on version.
    """

    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=120)
    slots = models.JSONField(default=dict)
    version = models.PositiveBigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("provider", "model")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "model"], name="bucket_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.model}"


class Budget(models.Model):
    """What one app may spend in a calendar month (UTC)."""

    app = models.SlugField(max_length=40, unique=True, help_text="For example “ieps”.")
    monthly_limit = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text="US dollars. When they are spent, models are not called until the next month.",
    )
    warn_at = models.FloatField(
        default=0.8,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text="The share of the limit from which on a warning is given.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("app",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(monthly_limit__gte=0) & Q(warn_at__gte=0) & Q(warn_at__lte=1),
                name="budget_sizes_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.app}: ${self.monthly_limit} a month"

    def clean(self) -> None:
        super().clean()
        names = drafting_apps()
        # A name that no call has would never stop anything.
        if self.app and self.app not in names:
            raise ValidationError(
                {"app": f"No app named “{self.app}” drafts here. Write one of {', '.join(names)}."}
            )


def drafting_apps() -> list[str]:
    """The names under which calls are counted: the project's own apps, and the playground."""
    own = [
        one.label for one in apps.get_app_configs() if Path(one.path).parent == settings.BASE_DIR
    ]
    return sorted({*own, "playground"} - {"project"})


class Call(models.Model):
    """The ledger: one row per attempt, with the provider's own token count; one per batch of texts
    that were embedded."""

    route = models.CharField(max_length=40)
    app = models.CharField(max_length=40, blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    step_key = models.CharField(max_length=120, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=120)
    mode = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, help_text="ok, or what went wrong.")
    latency_ms = models.PositiveIntegerField(default=0)
    first_token_ms = models.PositiveIntegerField(null=True, blank=True)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=14, decimal_places=8, default=Decimal(0))
    prompt_version = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes: ClassVar = [
            models.Index(F("created_at").desc(), F("id").desc(), name="call_newest"),
            models.Index(fields=["provider", "model", "created_at"], name="call_by_model"),
            models.Index(fields=["job_id"], name="call_by_job"),
            models.Index(fields=["app", "created_at"], name="call_by_app"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.model} {self.category}"


class Switch(models.Model):
    """One change of model inside one call, and why. A model that rests fails no call: that it was
    passed over is noted now and then."""

    route = models.CharField(max_length=40)
    app = models.CharField(max_length=40, blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    step_key = models.CharField(max_length=120, blank=True)
    from_provider = models.CharField(max_length=40)
    from_model = models.CharField(max_length=120)
    to_provider = models.CharField(max_length=40)
    to_model = models.CharField(max_length=120)
    category = models.CharField(max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name_plural = "switches"
        indexes: ClassVar = [
            models.Index(F("created_at").desc(), F("id").desc(), name="switch_newest"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.from_provider}:{self.from_model} → "
            f"{self.to_provider}:{self.to_model} ({self.category})"
        )
