"""The register of past honours: typed in, taken out, exported; eligibility looks at it. Files: `register_file`.

What is announced on this portal enters by itself (`recognition.domain.register`). Whoever changes rows
calls `changed`, so that entries they touch are checked again.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit
from operations.refusal import Refused
from programs.models import Program

from ..models import PastHonour
from . import eligibility
from .register_entry import COLUMNS, Reader


@transaction.atomic
def add(
    program: Program,
    *,
    year: int | str,
    category: str,
    recipient: str,
    placing: str = "winner",
    email: str = "",
    organisation: str = "",
    source: str = "",
    by=None,
) -> PastHonour:
    """Enter one past honour; raises `Refused` with every sentence that is wrong with it."""
    entry, errors = Reader.of(program).read(
        {
            "year": str(year),
            "category": category,
            "placing": placing,
            "recipient": recipient,
            "email": email,
            "organization": organisation,
        }
    )
    if entry is None:
        raise Refused(*(sentence for _column, sentence in errors))
    if identities(program) & {entry.identity}:
        raise Refused(_("%(name)s stands in the register already.") % {"name": entry.recipient})
    row = entry.row(program, source or (str(by) if by else ""))
    row.save()
    changed(program, key=f"added:{row.pk}", by=by)
    audit.record("register added", f"past_honour:{row.pk}", by=by, program=program.slug, change={"honour": str(row)})
    return row


@transaction.atomic
def remove(row: PastHonour, *, reason: str, by) -> None:
    """Take out a row that was wrong. What was won on this portal stays."""
    if row.honour_code:
        raise Refused(_("This honor was won here. Revoke the honor itself instead."))
    if not reason.strip():
        raise Refused(_("Please write down why this row is taken out."))
    pk, program, words = row.pk, row.program, str(row)
    row.delete()
    changed(program, key=f"removed:{pk}", by=by)
    change = {"honour": words, "reason": reason.strip()}
    audit.record("register removed", f"past_honour:{pk}", by=by, program=program.slug, change=change)


def changed(program: Program, *, key: str, by=None) -> None:
    """Check the cycles anew whose announcement is still to come; call it in the transaction of the change."""
    for cycle in program.cycles.filter(announce_at__gt=clock.now()):
        eligibility.recheck(cycle, key=f"register:{key}", cause="register changed", by=by)


def identities(program: Program) -> set[tuple]:
    rows = PastHonour.objects.filter(program=program).order_by()
    return set(rows.values_list("category_key", "award_year", "kind", "recipient_key", "organisation_key"))


def table(program: Program) -> list[list[str]]:
    """The register as rows with headings, in the columns that an import reads."""
    rows = PastHonour.objects.filter(program=program).order_by("-award_year", "category_key", "kind", "recipient")
    return [
        list(COLUMNS),
        *(
            [str(row.award_year), row.category_key, row.kind, row.recipient, row.recipient_email, row.organisation_name]
            for row in rows
        ),
    ]
