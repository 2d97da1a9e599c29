import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from project.demo import as_json, create_demo


class Command(BaseCommand):
    help = "Create the demo workspace (harmless when it exists) and print its logins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON with API tokens")

    def handle(self, *args: Any, **options: Any) -> None:
        logins = create_demo()
        if options["json"]:
            self.stdout.write(json.dumps(as_json(logins), indent=2))
            return
        for login in logins:
            self.stdout.write(
                f"{login.username:<10} {login.password}  {login.role:<12} token {login.token}"
            )
