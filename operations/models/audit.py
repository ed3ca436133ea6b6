from django.db import models


class AuditPerson(models.Model):
    """Who stands behind a pseudonym in the trail; erasing this row leaves the chain valid."""

    pseudonym = models.CharField(max_length=32, unique=True)
    key = models.CharField(max_length=80, unique=True, help_text="text key, e.g. user:7")
    label = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.label or self.pseudonym


class AuditEvent(models.Model):
    """One thing that was done, chained to the one before it by hash. Never changed, never deleted."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=32, blank=True, help_text="pseudonym; '' for the portal itself")
    program = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=80)
    object_key = models.CharField(max_length=120)
    change = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["program", "-sequence"], name="audit_program_recent"),
            models.Index(fields=["object_key", "sequence"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.object_key}"


class AuditHead(models.Model):
    """Where the chain ends: one row, locked while an event is added, so that events never race for a place."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
