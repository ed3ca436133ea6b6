from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import AttendanceState
from .honour import Honour


class Attendance(models.Model):
    """Who comes to the gala for one honour, as its recipient or an administrator said last (S39).

    Without a row nobody has answered yet. What was promised with the entry is an answer of its form.
    """

    honour = models.OneToOneField(Honour, on_delete=models.CASCADE, related_name="attendance", verbose_name=_("honor"))
    state = models.CharField(max_length=10, choices=AttendanceState.choices, default=AttendanceState.PENDING)
    who = models.CharField(max_length=300, blank=True, help_text="names of those who come")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="confirmed") | ~Q(who=""), name="who_comes_has_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.honour_id} {self.state}"
