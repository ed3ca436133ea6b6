from django.conf import settings
from django.db import models
from django.utils import timezone

from .nomination import Nomination


class Collaborator(models.Model):
    """A colleague asked to help write; `user` is set once the invitation is accepted."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="collaborators")
    email = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="helped_nominations"
    )
    token = models.CharField(max_length=40, unique=True)
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nomination", "email"], name="one_collaborator_per_address")]

    def __str__(self) -> str:
        return self.email
