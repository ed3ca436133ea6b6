"""The Celery app. Work itself is registered in `operations.domain.jobs`; Celery only wakes it."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "awards_portal.settings")

warnings.filterwarnings("ignore", category=SecurityWarning)  # a container's root is nobody's root

app = Celery("awards_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def look_what_is_due(**_kwargs) -> None:
    """A new worker does not wait for the next tick of the scheduler."""
    app.send_task("operations.tick", expires=60)
