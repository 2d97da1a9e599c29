"""The only reader of the environment. Every variable is described in .env.example."""

import os
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured

from project.configuration import (
    checked_env_file,
    generated_secret,
    logging_to_console,
    networks,
    required_directory,
)

# Typed base classes such as ModelForm[Student] work at run time as well.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(checked_env_file(Path(os.environ.get("ENV_FILE", BASE_DIR / ".env"))))


def positive_int(name: str, default: int, *, most: int = 65535) -> int:
    try:
        value = env.int(name, default=default)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from error
    if not 1 <= value <= most:
        raise ImproperlyConfigured(f"{name} must lie between 1 and {most}; it is {value}.")
    return int(value)


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = str(env.str(name, default=default)).strip().lower()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}; it is “{value}”.")
    return value


def flag(name: str, default: bool) -> bool:
    value = env.str(name, default="true" if default else "false").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false; it is “{value}”.")


def http_url(name: str, default: str) -> str:
    value = str(env.str(name, default=default)).rstrip("/")
    if value and urlsplit(value).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(f"{name} must start with http:// or https://.")
    return value


TESTING = "pytest" in sys.modules or (len(sys.argv) > 1 and sys.argv[1] == "test")

# Where things live

DATA_DIR = required_directory(Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve())
SECRET_KEY = env.str("SECRET_KEY", default="") or generated_secret(DATA_DIR / "secret_key")
DEBUG = flag("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
# Only the API is meant for other origins; pages and admin never are.
CORS_URLS_REGEX = r"^/api/.*$"
CORS_ALLOW_HEADERS = (
    *("accept", "authorization", "content-type"),
    *("idempotency-key", "if-match", "x-request-id"),
)
CORS_EXPOSE_HEADERS = ("etag", "location", "retry-after", "x-request-id")
WEB_HOST = env.str("WEB_HOST", default="127.0.0.1")
WEB_PORT = positive_int("WEB_PORT", 8000)
WEB_WORKERS = positive_int("WEB_WORKERS", os.cpu_count() or 2, most=256)
HOST_NAME = socket.gethostname()

# Applications

INSTALLED_APPS = [
    "project.admin_site.DraftroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "corsheaders",
    "django_filters",
    "django_htmx",
    "django_q",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "rest_framework.authtoken",
    "project.apps.ProjectConfig",
    "providers.apps.ProvidersConfig",
    "ieps.apps.IepsConfig",
    "programs.apps.ProgramsConfig",
]

MIDDLEWARE = [
    "project.middleware.request_context",
    "project.middleware.refuse_large_bodies",
    "django.middleware.security.SecurityMiddleware",
    "project.health.answer_probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "project.sign_in.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "project.middleware.ProblemPages",
]

ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "project.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database: one truth, two engines

DATABASE_URL = env.str("DATABASE_URL", default="")
if DATABASE_URL:
    try:
        DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    except Exception as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. It looks like postgres://user:password@host:5432/name."
        ) from error
    if DATABASES["default"].get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL must start with postgres://. Leave it empty to use SQLite in DATA_DIR."
        )
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "draftroom.sqlite3",
            "OPTIONS": {
                # Every atomic block takes the write lock at once: waiting in line beats the
                # "database is locked" that a read turned write meets half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
                ),
            },
            # Threads read what other threads committed, so tests need a file as well.
            "TEST": {"NAME": DATA_DIR / f"test-{os.getpid()}.sqlite3"},
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "project.User"

# Queue and cache

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            # Past this many, live entries are thrown out as well, and with them counted attempts.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }

STEP_CONCURRENCY = positive_int("STEP_CONCURRENCY", 20, most=1000)
Q_WORKERS = positive_int("Q_WORKERS", os.cpu_count() or 2, most=256)
Q_CLUSTER = {
    "name": "draftroom",
    "workers": Q_WORKERS,
    # A prefetched task's lock is running while it waits, so nothing is prefetched in bulk and
    # the retry time stays well above the timeout. Our own ledger decides what runs again.
    "bulk": 1,
    "queue_limit": Q_WORKERS,
    "timeout": 1800,
    "retry": 3600,
    "max_attempts": 1,
    "ack_failures": True,
    "poll": 0.2,
    "save_limit": 500,
    "catch_up": False,
    "recycle": 1000,
    "label": "Task queue",
}
if REDIS_URL:
    Q_CLUSTER["redis"] = REDIS_URL
else:
    Q_CLUSTER["orm"] = "default"

# Vector store and embeddings

CHROMA_URL = http_url("CHROMA_URL", "")
CHROMA_IS_LOCAL = not CHROMA_URL
# `up` notes here where it started the local server, so that other commands find it.
CHROMA_ADDRESS_FILE = DATA_DIR / "chroma-address"
if CHROMA_IS_LOCAL:
    CHROMA_URL = (
        CHROMA_ADDRESS_FILE.read_text().strip()
        if CHROMA_ADDRESS_FILE.exists()
        else "http://127.0.0.1:8801"
    )
EMBEDDINGS = one_of("EMBEDDINGS", "lexical", ("lexical", "minilm", "openai", "gemini"))

# Providers

PROVIDER_NAMES = ("openai", "groq", "cerebras", "gemini")
PROVIDER_KEYS = {
    name: key
    for name in PROVIDER_NAMES
    if (key := env.str(f"{name.upper()}_API_KEY", default="").strip())
}
PROVIDER_BASE_URLS = {
    name: url for name in PROVIDER_NAMES if (url := http_url(f"{name.upper()}_BASE_URL", ""))
}
ROUTE_OVERRIDES = {
    name.removeprefix("LLM_ROUTE_").lower(): value
    for name, value in os.environ.items()
    if name.startswith("LLM_ROUTE_") and value.strip()
}
if program_model := env.str("PROGRAM_CREATION_MODEL", default="").strip():
    ROUTE_OVERRIDES.setdefault("programs", program_model)
# In tests only loopback addresses may be called: a forgotten fake must fail, not cost money.
ALLOW_MODEL_CALLS = not TESTING

# People

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
CSRF_FAILURE_VIEW = "project.sign_in.csrf_failure"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_HTTPONLY = True
HTTPS = flag("HTTPS", False)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Health probes reach the process directly, without the proxy that ends TLS.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whose X-Forwarded-For is believed when attempts to sign in are counted per address.
TRUSTED_PROXIES = networks("TRUSTED_PROXIES", env.list("TRUSTED_PROXIES", default=[]))
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="draftroom@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Limits on what comes in

MAX_UPLOAD_BYTES = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES
FILE_UPLOAD_HANDLERS = [
    "project.uploads.RefuseLargeUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Days after which what nobody needs any more is deleted (project.maintenance).
RETENTION_DAYS = positive_int("RETENTION_DAYS", 90, most=36_500)

# Language and time

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

# Files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PARSER_CLASSES": [
        "project.parsing.StrictJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "project.pagination.NewestFirst",
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.filters.SearchFilter",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "project.throttling.PerUser",
        "project.throttling.PerUserAndScope",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "user": env.str("THROTTLE_USER", default="1200/min"),
        "drafting": env.str("THROTTLE_DRAFTING", default="120/min"),
    },
    "EXCEPTION_HANDLER": "project.problems.api_exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Draftroom API",
    "DESCRIPTION": (
        "Structured drafts from language models, reviewed by people. Long work answers 202 with "
        "a job and its Location. Errors are problem details (RFC 9457)."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    # Several things have a status; their sets of values are told apart by name.
    "ENUM_NAME_OVERRIDES": {
        "JobStatusEnum": "project.models.JobStatus",
        "StepStatusEnum": "project.models.StepStatus",
        "DraftStatusEnum": "project.drafts.DraftStatus",
    },
}

# For Prometheus, which cannot sign in: Authorization: Bearer …. Without it only staff see /metrics.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()
LOG_FORMAT = one_of("LOG_FORMAT", "json", ("json", "text"))
LOGGING = logging_to_console(level=LOG_LEVEL, form=LOG_FORMAT)
