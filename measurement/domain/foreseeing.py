"""What would change in the standings if a file were taken in, found out without taking it."""

from __future__ import annotations

from ..models import SurveyImport


def changes(survey_import: SurveyImport) -> list[dict]:
    return []
