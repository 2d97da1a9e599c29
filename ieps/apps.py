from django.apps import AppConfig


class IepsConfig(AppConfig):
    name = "ieps"
    verbose_name = "IEPs"

    def ready(self) -> None:
        from ieps import demo, home, jobs
        from ieps.operations.imports import delete_expired_imports
        from project import maintenance

        maintenance.register("pending imports", delete_expired_imports)
        jobs.register()
        home.register()
        demo.register()
