from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "tests.services"
    label = "tests_services"

    def ready(self) -> None:
        from . import kinds  # noqa: F401
