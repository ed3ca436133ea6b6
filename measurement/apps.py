from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "measurement"

    def ready(self) -> None:
        from . import jobs  # noqa: F401  registers the kinds of work
