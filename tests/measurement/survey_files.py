"""Survey files as a vendor sends them, small enough to be counted by hand."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from measurement.domain import imports, uploads
from measurement.models import SurveyImport, Tally
from operations.domain import jobs


@pytest.fixture(autouse=True)
def checked_here(request, monkeypatch):
    """Files are read in this process, unless a test is marked `child`: starting another takes longer than the rest.

    What goes in and comes out is pickled as on its way to the child. The child itself, its limits and its end are
    told in `surveys/test_bad_files.py`, `surveys/test_hostile_files.py` and the tests with the mark.
    """
    if "child" not in request.keywords:
        monkeypatch.setattr("measurement.surveys.in_child", in_this_process)


def in_this_process(function, *args, folder: Path, advance=None, alive=None, **kwargs):
    for limit in ("memory_bytes", "disk_bytes", "seconds"):
        assert kwargs.pop(limit) > 0
    function, args, kwargs = pickle.loads(pickle.dumps((function, args, {**kwargs, "folder": folder})))
    if advance is not None:
        kwargs["advance"] = advance
    return pickle.loads(pickle.dumps(function(*args, **kwargs)))


CUSTOMERS = (
    "survey_id,organization,site,csr_id,supervisor_id,survey_date,method,channel,channels_used,interaction,escalated,"
    "resolved_first_contact,one_contact,call_resolved,csr_satisfaction,overall_satisfaction,random_selection,"
    "reflects_call_types"
)
ORGANISATIONS = (
    "organization,year,csrs,employees,home_csrs,sectors,channels,volume_call_center,volume_ivr,volume_website,"
    "volume_email,volume_chat,volume_branch,volume_other"
)
AGENTS = "organization,csr_id,role,name,email,supervisor_id,site,from,to"


def survey(number: str, organisation: str = "Cedar Bank", *, day: str = "2017-03-01", resolved: str = "yes") -> str:
    """One live call of agent C-1 in team T-1, in which the caller was very satisfied."""
    return f"{number},{organisation},Austin,C-1,T-1,{day},live,call_center,call_center,call,no,{resolved},yes,yes,5,5,yes,yes"


def customers(*rows: str) -> bytes:
    return "\n".join([CUSTOMERS, *rows, ""]).encode()


def organisations(*rows: str) -> bytes:
    return "\n".join([ORGANISATIONS, *rows, ""]).encode()


def participation(*rows: str) -> bytes:
    return "\n".join(["organization,year,kind", *rows, ""]).encode()


def agents(*rows: str) -> bytes:
    return "\n".join([AGENTS, *rows, ""]).encode()


def uploaded(program, data: bytes, by, *, kind: str = "customers", name: str = "file.csv", **more) -> SurveyImport:
    """A file sent in one piece, and everything done that follows by itself."""
    made = uploads.begin(program, kind=kind, file_name=name, size=len(data), by=by, **more)
    uploads.add_piece(made, 0, data, by=by)
    return done(made)


def taken(program, data: bytes, by, **more) -> SurveyImport:
    found = uploaded(program, data, by, **more)
    assert found.state == "checked", (found.state, found.report)
    imports.take(found, by=by)
    found = done(found)
    assert found.state == "taken", found.state
    return found


def done(survey_import: SurveyImport) -> SurveyImport:
    jobs.run_due()
    return SurveyImport.objects.select_related("program", "uploaded_by").get(pk=survey_import.pk)


def fcr(program, year: int = 2017) -> dict[str, tuple[int, int]]:
    """First call resolution of each organization: counting surveys, and those that say yes."""
    found: dict[str, tuple[int, int]] = {}
    rows = Tally.objects.filter(program=program, year=year, metric="fcr", level="site").select_related("organisation")
    for row in rows:
        n, hits = found.get(row.organisation.name, (0, 0))
        found[row.organisation.name] = n + sum(row.counts), hits + sum(row.hits)
    return found
