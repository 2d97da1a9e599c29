#!/usr/bin/env python
"""Django's command line for Draftroom."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.configured or settings.DATA_DIR  # noqa: B018 (reads the settings module)
    except ImproperlyConfigured as error:
        sys.exit(f"Draftroom cannot start: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
