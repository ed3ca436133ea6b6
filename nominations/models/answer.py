from django.conf import settings
from django.db import models
from django.utils import timezone

from programs.models import Question

from .nomination import Nomination


class Answer(models.Model):
    """What is answered to one question. `version` counts up with each save, so a stale save is noticed."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nomination", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.nomination_id}/{self.question_id}"


class AnswerVersion(models.Model):
    """A text that was replaced, or that came too late and stands beside the saved one: nothing is lost."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField()
    is_conflict = models.BooleanField(default=False, help_text="came on top of a version its writer had not seen")
    resolved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"
