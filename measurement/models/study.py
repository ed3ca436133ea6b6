from django.db import models

from programs.models import Program


class Study(models.Model):
    """What a program's measuring is set to. Whoever changes what is in force holds this row meanwhile.

    `renewed_at` is when what was measured last changed.
    """

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="study")
    most_sectors = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="S22: in how many sectors an organization may stand; empty: any number"
    )
    only_random = models.BooleanField(
        default=True, help_text="S52: surveys of contacts that were not chosen at random never count"
    )
    only_representative = models.BooleanField(
        default=True, help_text="S52: surveys of a selection that does not reflect the call types never count"
    )
    renewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "studies"

    def __str__(self) -> str:
        return f"Study of {self.program}"
