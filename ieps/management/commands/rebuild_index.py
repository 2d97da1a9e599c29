from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ieps.indexing import rebuild_index
from providers.vectors import VectorStoreUnavailable


class Command(BaseCommand):
    help = "Write the search entries of every student again, from the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--student", help="the id of one student; all without it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = rebuild_index(student_id=options["student"])
        except VectorStoreUnavailable as error:
            raise CommandError(
                f"The vector store does not answer ({error}). Start it, or set CHROMA_URL."
            ) from error
        self.stdout.write(f"{count} students indexed")
