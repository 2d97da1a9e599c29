"""Where the providers pages stand in the menu."""

from project import navigation


def register() -> None:
    navigation.register_for_staff("Providers", "providers")
