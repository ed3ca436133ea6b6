from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from operations.codes import new_code
from programs.models import Program

from ..enums import FileKind, ImportState


class SurveyImportQuerySet(models.QuerySet):
    def in_force(self) -> SurveyImportQuerySet:
        """The files whose rows count, in the order in which a later one corrects an earlier one."""
        return self.filter(state=ImportState.TAKEN).order_by("taken_at", "pk")

    def managed_by(self, user) -> SurveyImportQuerySet:
        """What an administrator may open: the files of the programs that this person runs."""
        return self.filter(program__in=Program.objects.administered_by(user))


class SurveyImport(models.Model):
    """One file of surveys, or of what is known of organisations and agents.

    `state` changes only through `measurement.domain.imports`. The original is kept compressed (`original`, with its
    SHA-256 before compression), the rows that were accepted as Parquet (`accepted`), the refused ones as CSV
    (`refused`): paths of `operations.files`. Tallies are always made anew from the accepted rows of the files in
    force, so a withdrawn file leaves nothing behind. `report` is what the check found, `mapping` which column of the
    file is which of ours.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="survey_imports")
    kind = models.CharField(max_length=20, choices=FileKind.choices)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.UPLOADING)
    file_name = models.CharField(max_length=200)
    declared_size = models.PositiveBigIntegerField(default=0, help_text="bytes that the browser announced")
    received = models.PositiveBigIntegerField(default=0, help_text="bytes that are here")
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    pieces = models.JSONField(default=list, blank=True, help_text="[[path, bytes]] that came so far, in order")
    original = models.CharField(max_length=200, blank=True)
    accepted = models.CharField(max_length=200, blank=True)
    refused = models.CharField(max_length=200, blank=True)
    columns = models.JSONField(default=list, blank=True, help_text="column names as the file has them")
    mapping = models.JSONField(default=dict, blank=True, help_text="{our column: column of the file}")
    report = models.JSONField(default=dict, blank=True)
    years = models.JSONField(default=list, blank=True, help_text="calendar years of the accepted rows")
    rows_read = models.PositiveIntegerField(default=0)
    rows_accepted = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    attested_by = models.CharField(
        max_length=200, blank=True, help_text="S52: who vouches that calls were chosen at random; empty: the surveyor"
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="counts up with every move")

    objects = SurveyImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["program", "kind", "state"], name="import_in_force")]

    def __str__(self) -> str:
        return f"{self.code} {self.file_name}"

    @property
    def key(self) -> str:
        return f"import:{self.code}"

    @property
    def is_whole(self) -> bool:
        """Whether every byte that the browser announced is here."""
        return self.received == self.declared_size > 0


class ImportEvent(models.Model):
    """What happened to an import: from one state to the next, by whom and why."""

    survey_import = models.ForeignKey(SurveyImport, on_delete=models.CASCADE, related_name="events")
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.survey_import_id}: {self.from_state} to {self.to_state}"


class ColumnMapping(models.Model):
    """Which columns a vendor's files have, remembered from the last time: found again by the same header."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="column_mappings")
    kind = models.CharField(max_length=20, choices=FileKind.choices)
    header_key = models.CharField(max_length=64, help_text="SHA-256 of the header")
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "kind", "header_key"], name="one_mapping_per_header")]

    def __str__(self) -> str:
        return f"{self.program} {self.kind}"
