from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models import Placing

from ..enums import DocumentKind, DocumentState
from .honour import Honour


class Document(models.Model):
    """One version of a certificate or plaque of an honour, as a file below the uploads folder.

    `placing` is the one it is printed for: an honour of a later wave has files for both.
    """

    honour = models.ForeignKey(Honour, on_delete=models.CASCADE, related_name="documents", verbose_name=_("honor"))
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    placing = models.ForeignKey(Placing, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.DUE)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["honour", "kind", "version", "placing"], name="one_document_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.honour_id} {self.kind} v{self.version}"
