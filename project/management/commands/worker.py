from typing import Any

from django.core.management.base import BaseCommand

from project.jobs.cluster import run_cluster


class Command(BaseCommand):
    help = "Run the task workers until SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        run_cluster()
