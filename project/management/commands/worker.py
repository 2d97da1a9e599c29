from typing import Any

from django.core.management.base import BaseCommand

from project.jobs.cluster import run_cluster
from providers import vectors


class Command(BaseCommand):
    help = "Run the task workers until SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        # Once here, and every forked worker has it: the first job need not wait a second for it.
        vectors.preload()
        run_cluster()
