from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rest_framework.authtoken.models import Token

from project.models import User


class Command(BaseCommand):
    help = "Print a person's API token, made on first use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get(username=options["username"])
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user “{options['username']}”.") from error
        token, _ = Token.objects.get_or_create(user=user)
        self.stdout.write(token.key)
