"""The Celery app. Work itself is registered in `operations.domain.jobs`; Celery only wakes it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "awards_portal.settings")

app = Celery("awards_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
