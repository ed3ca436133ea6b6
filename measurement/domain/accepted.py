"""The accepted rows of files about organizations, participation and agents: few enough to be read as they are."""

from __future__ import annotations

from collections.abc import Iterator

from operations import files
from programs.models import Program

from ..models import SurveyImport


def rows(survey_import: SurveyImport) -> list[dict]:
    """Every accepted row of one file, in the file's order."""
    import polars

    with files.open(survey_import.accepted) as stored:
        return polars.read_parquet(stored).to_dicts()


def in_force(program: Program, kind: str) -> Iterator[tuple[SurveyImport, dict]]:
    """The rows of all files of a kind that count, each with its file; whoever comes later is right."""
    for survey_import in SurveyImport.objects.in_force().filter(program=program, kind=kind):
        for row in rows(survey_import):
            yield survey_import, row
