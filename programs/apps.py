from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Programs"

    def ready(self) -> None:
        from programs import demo, home, jobs
        from programs.operations.questionnaires import delete_expired_questionnaires
        from project import maintenance

        maintenance.register("unfinished questionnaires", delete_expired_questionnaires)
        jobs.register()
        home.register()
        demo.register()
