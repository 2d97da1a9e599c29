from django.apps import AppConfig


class IepsConfig(AppConfig):
    name = "ieps"
    verbose_name = "IEPs"

    def ready(self) -> None:
        from ieps import demo, home, jobs

        jobs.register()
        home.register()
        demo.register()
