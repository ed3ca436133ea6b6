from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "nominations"

    def ready(self) -> None:
        from accounts.access import Stewards, add_stewards

        from . import access, eligibility_jobs, jobs  # noqa: F401  registers the kinds of work

        add_stewards(Stewards(access.program_stewards_of, access.organisations_entered_at))
