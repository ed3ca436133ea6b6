from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "nominations"

    def ready(self) -> None:
        from . import eligibility_jobs, jobs  # noqa: F401  registers the kinds of work
