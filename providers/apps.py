from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"
    verbose_name = "Model providers"

    def ready(self) -> None:
        from providers import checks, home, retention  # noqa: F401

        home.register()
        retention.register()
