"""Numbers of CSRs and supervisors that look like others: a spreadsheet makes 7 of 007, and nobody is called so."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation

from ..enums import AgentRole, FileKind
from ..models import Agent, SurveyImport

COLUMNS = {AgentRole.CSR: "csr_id", AgentRole.SUPERVISOR: "supervisor_id"}
NAMED = 3


def plain(number: str) -> str:
    """A number without what spreadsheets and people leave out or add: zeros in front, capitals."""
    return number.casefold().lstrip("0")


def alike(survey_import: SurveyImport, accepted: Path) -> list[str]:
    """A sentence about the persons in a file of surveys who are probably others in the files of agents.

    Only where a number stands in no file of agents, and another one that looks like it does: surveys are kept as they
    are, because nobody but the sender knows.
    """
    if survey_import.kind != FileKind.CUSTOMERS:
        return []
    found = [pair for role in COLUMNS for pair in pairs(survey_import, accepted, role)]
    if not found:
        return []
    names = Organisation.objects.in_bulk({organisation for organisation, _theirs, _ours in found})
    some = "; ".join(
        _("“%(theirs)s” (%(organization)s) and “%(ours)s”")
        % {"theirs": theirs, "ours": ours, "organization": names[organisation].name}
        for organisation, theirs, ours in found[:NAMED]
    )
    return [
        ngettext(
            "A number of a CSR or supervisor is in no file of agents, but one that looks like it is: %(some)s.",
            "%(n)d numbers of CSRs or supervisors are in no file of agents, but numbers that look like them are, such"
            " as %(some)s.",
            len(found),
        )
        % {"n": len(found), "some": some}
        + " "
        + _("Spreadsheets drop zeros in front; surveys under another number count for nobody who has a name.")
    ]


def pairs(survey_import: SurveyImport, accepted: Path, role: str) -> list[tuple[int, str, str]]:
    """Organization, number in the file, and the agent's number that it looks like. One query."""
    import polars

    known: dict[int, set[str]] = defaultdict(set)
    rows = Agent.objects.filter(program=survey_import.program, role=role).order_by("number")
    for organisation, number in rows.values_list("organisation_id", "number"):
        known[organisation].add(number)
    if not known:
        return []
    column = COLUMNS[role]
    told = polars.scan_parquet(accepted).select("organization", polars.col(column).cast(polars.String)).drop_nulls()
    looks = {organisation: {plain(number): number for number in numbers} for organisation, numbers in known.items()}
    return [
        (organisation, number, looks[organisation][plain(number)])
        for organisation, number in sorted(told.unique().collect().iter_rows())
        if organisation in known and number not in known[organisation] and plain(number) in looks[organisation]
    ]
