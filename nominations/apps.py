from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "nominations"

    def ready(self) -> None:
        from accounts.access import Stewards, add_stewards
        from measurement.domain import earlier as measured

        from . import access, eligibility_jobs, jobs  # noqa: F401  registers the kinds of work
        from .domain import earlier

        measured.asked_of(earlier.wins)
        add_stewards(Stewards(access.program_stewards_of, access.organisations_entered_at))
