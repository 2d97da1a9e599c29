from typing import Any

from django.core.management.base import BaseCommand

from project.jobs.reaper import reap_jobs


class Command(BaseCommand):
    help = "Queue again what crashed workers left behind. Runs by itself every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reap_jobs()} shards queued again")
