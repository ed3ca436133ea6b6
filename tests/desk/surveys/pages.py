"""How survey files are sent and their pages read."""

from __future__ import annotations

from django.urls import reverse

from measurement.models import SurveyImport
from operations.domain import jobs
from tests.measurement import survey_files as given

ROW = given.survey
THREE = given.customers(ROW("1"), ROW("2"), ROW("3", resolved="no"))
JSON = {"HTTP_ACCEPT": "application/json"}


def address(name: str, *more) -> str:
    return reverse(f"desk:{name}", args=["study", "2018", *more])


def begin(
    desk, data: bytes = THREE, *, kind: str = "customers", name: str = "year.csv", size: int | None = None
) -> dict:
    fields = {"kind": kind, "file_name": name, "size": len(data) if size is None else size, "modified": 1}
    return desk.post(address("survey_begin"), fields, **JSON)


def piece(desk, url: str, offset: int, data: bytes):
    return desk.post(f"{url}?offset={offset}", data, content_type="application/octet-stream", **JSON)


def sent(desk, data: bytes, *, kind: str = "customers", name: str = "year.csv") -> SurveyImport:
    """A file sent in pieces, with everything that follows by itself."""
    begun = begin(desk, data, kind=kind, name=name).json()
    for start in range(0, len(data), begun["piece"]):
        assert piece(desk, begun["pieces"], start, data[start : start + begun["piece"]]).status_code == 200
    jobs.run_due()
    return SurveyImport.objects.latest("pk")


def page(desk, one: SurveyImport) -> str:
    answer = desk.get(address("survey", one.code))
    assert answer.status_code == 200
    return answer.content.decode()
