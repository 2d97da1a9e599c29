from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "project"
    verbose_name = "Draftroom"

    def ready(self) -> None:
        from django_q.signals import post_spawn

        from project import checks  # noqa: F401
        from project.jobs.reaper import on_worker_spawn

        post_spawn.connect(on_worker_spawn, dispatch_uid="project.jobs.reaper")
