from django.conf import settings
from django.db import models
from django.utils import timezone

from operations.codes import new_code
from programs.models import Question

from .nomination import Nomination


class Attachment(models.Model):
    """A file beside an answer, stored under a random name and served only to those who may read it."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="attachments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="attachments")
    path = models.CharField(max_length=200, unique=True, help_text="below the uploads folder")
    name = models.CharField(max_length=200, help_text="as the nominator called it")
    content_type = models.CharField(max_length=100, help_text="found out from the content")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
