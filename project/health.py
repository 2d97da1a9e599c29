"""Whether the installation works: /livez, /readyz, /health. Every probe has a time limit."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as ProbeTimeout
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from time import monotonic

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseProblem
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_q.brokers import get_broker
from django_q.status import Stat

from project.middleware import GetResponse
from project.models import LIVE_STATUSES, Shard
from providers import vectors

PROBE_SECONDS = 2.0
LEAST_FREE_BYTES = 200 * 1024 * 1024
STUCK_AFTER = timedelta(minutes=5)

# Once applied, migrations stay so while this process, and so its code, lives.
_migrations_applied = Event()


class Unhealthy(Exception):
    """A probe's own sentence on what is wrong."""


@dataclass(frozen=True)
class ProbeResult:
    ok: bool
    detail: str
    milliseconds: int


def probe_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return connection.vendor


def probe_migrations() -> str:
    if not _migrations_applied.is_set():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise Unhealthy("migrations are missing; run manage.py migrate")
        _migrations_applied.set()
    return "applied"


def probe_queue() -> str:
    waiting = get_broker().queue_size()
    stuck = Shard.objects.filter(
        job__status__in=LIVE_STATUSES,
        lease_expires_at__lt=timezone.now() - STUCK_AFTER,
    ).count()
    if stuck:
        raise Unhealthy(f"{stuck} shards were left by a dead worker and nobody took them up")
    return f"{waiting} tasks waiting"


def probe_worker() -> str:
    # A cluster saves its state in the cache every guard cycle, for 3 seconds.
    clusters = Stat.get_all()
    workers = sum(len(cluster.workers) for cluster in clusters)
    if not workers:
        raise Unhealthy("no worker is running; start manage.py worker")
    return f"{workers} workers"


def probe_chroma() -> str:
    vectors.ping()
    return "answers"


def probe_disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE_BYTES:
        raise Unhealthy(f"only {free // 2**20} MB are free")
    return f"{free // 2**20} MB free"


READY: dict[str, Callable[[], str]] = {"database": probe_database, "migrations": probe_migrations}
ALL: dict[str, Callable[[], str]] = {
    "database": probe_database,
    "queue": probe_queue,
    "worker": probe_worker,
    "chroma": probe_chroma,
    "disk": probe_disk,
}
# Probes that hang must not use up threads without end: these are all there are.
_executor = ThreadPoolExecutor(max_workers=10, thread_name_prefix="health")


def run_probes(probes: dict[str, Callable[[], str]]) -> dict[str, ProbeResult]:
    """Run the probes side by side; one that does not answer in time counts as failed."""
    started = monotonic()
    futures = {name: _executor.submit(_in_thread, probe) for name, probe in probes.items()}
    results = {}
    for name, future in futures.items():
        left = max(0.0, started + PROBE_SECONDS - monotonic())
        try:
            ok, detail = True, future.result(timeout=left)
        except ProbeTimeout:
            future.cancel()
            ok, detail = False, f"no answer within {PROBE_SECONDS:.0f} s"
        except Unhealthy as error:
            ok, detail = False, str(error)
        except Exception as error:  # a probe reports whatever it meets
            ok, detail = False, type(error).__name__
        results[name] = ProbeResult(ok, detail, round((monotonic() - started) * 1000))
    return results


def _in_thread(probe: Callable[[], str]) -> str:
    try:
        return probe()
    finally:
        connections.close_all()


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    results = run_probes(READY)
    ok = all(result.ok for result in results.values())
    return HttpResponse("ok\n" if ok else "not ready\n", "text/plain", status=200 if ok else 503)


PROBED_PATHS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/livez": livez,
    "/readyz": readyz,
}


def answer_probes(get_response: GetResponse) -> GetResponse:
    """Middleware for /livez and /readyz: probes come to the process's address, which need not be
    among the ALLOWED_HOSTS.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return PROBED_PATHS.get(request.path_info, get_response)(request)

    return middleware


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Every part's state. Details are for people who are signed in."""
    results = run_probes(ALL)
    ok = all(result.ok for result in results.values())
    detailed = results["database"].ok and is_signed_in(request)
    body = {
        "status": "ok" if ok else "degraded",
        "checks": {
            name: {"ok": result.ok}
            | ({"detail": result.detail, "milliseconds": result.milliseconds} if detailed else {})
            for name, result in results.items()
        },
    }
    return JsonResponse(body, status=200 if ok else 503)


def is_signed_in(request: HttpRequest) -> bool:
    """False as well when the database, which knows it, is away."""
    try:
        return request.user.is_authenticated
    except DatabaseProblem:
        return False
