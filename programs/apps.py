from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"

    def ready(self) -> None:
        from accounts.access import add_stewards

        from .access import all_administrators

        add_stewards(all_administrators)
