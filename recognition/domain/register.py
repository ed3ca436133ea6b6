"""The register of past honours follows what is announced here: rules of later years look at it."""

from __future__ import annotations

from django.db.models import Q

from accounts.domain.names import normalised
from nominations.domain import register
from nominations.models import PastHonour
from operations import clock
from programs.models import Category

from ..models import Honour
from . import waves

AT_ONCE = 500
WRITTEN = (
    "program", "category_key", "award_year", "kind", "recipient_key", "organisation_key", "family", "recipient",
    "recipient_email", "organisation", "organisation_name", "honour_code",
)  # fmt: skip


def bring_up_to_date(category_id: int) -> None:
    """Every announced, standing honour of the category has its row in the register, and no other has.

    The row of an unconfirmed name says neither name nor address, and is found by its organization alone.
    Rows that were typed in or imported are never touched: only those that carry a code of this portal.
    """
    category = Category.objects.select_related("cycle__program").get(pk=category_id)
    codes = Honour.objects.filter(category=category).values("code")
    ours = PastHonour.objects.filter(program=category.cycle.program, honour_code__in=codes)
    announced = (
        Honour.objects.announced(clock.now())
        .standing()
        .filter(category=category)
        .select_related("category", "placing", "appears_as", "candidate__organisation", "candidate__agent")
    )
    public = {honour.code: honour for honour in waves.as_seen(announced)}
    gone, _by_model = ours.exclude(honour_code__in=public).delete()
    if _write(list(public.values()), category) or gone:
        register.changed(category.cycle.program, key=f"{category.key}:{clock.now().isoformat()}")


Identity = tuple[str, str, str]
"""What tells two rows of one award and year apart: placing, recipient, organization."""


def _write(honours: list[Honour], category: Category) -> bool:
    """A row for each, and whether anything of them is new. Constant queries.

    A row for the same win that was typed in before takes the code instead of standing twice.
    """
    program, year = category.cycle.program, category.cycle.award_year
    of_award = Q(program=program, category_key=category.key, award_year=year)
    rows = list(PastHonour.objects.filter(of_award | Q(honour_code__in=[honour.code for honour in honours])))
    by_code = {row.honour_code: row for row in rows if row.honour_code}
    taken: dict[Identity, PastHonour] = {
        _identity(row): row
        for row in rows
        if (row.program_id, row.category_key, row.award_year) == (program.pk, category.key, year)
    }
    made, changed = [], []
    for honour in honours:
        told = _told(honour, category)
        identity = (told["kind"], told["recipient_key"], told["organisation_key"])
        other = taken.get(identity)
        if other and other.honour_code not in ("", honour.code):  # two people of one name
            told["recipient_key"] = f"{told['recipient_key'][:180]} {honour.code}"
            identity = (identity[0], told["recipient_key"], identity[2])
        row = by_code.get(honour.code) or taken.get(identity)
        if row is None:
            row = PastHonour(**told)
            made.append(row)
        elif any(getattr(row, name) != value for name, value in told.items()):
            taken.pop(_identity(row), None)
            for name, value in told.items():
                setattr(row, name, value)
            changed.append(row)
        taken[identity] = row
    PastHonour.objects.bulk_create(made, batch_size=AT_ONCE)
    PastHonour.objects.bulk_update(changed, WRITTEN, batch_size=AT_ONCE)
    return bool(made or changed)


def _identity(row: PastHonour) -> Identity:
    return (row.kind, row.recipient_key, row.organisation_key)


def _told(honour: Honour, category: Category) -> dict:
    organisation = honour.candidate.organisation
    organisation_name = organisation.name if organisation else honour.organisation_as_printed
    return {
        "program": category.cycle.program,
        "category_key": category.key,
        "award_year": category.cycle.award_year,
        "kind": honour.placing.kind,
        "recipient_key": normalised(honour.candidate.name) if honour.is_named else f"honour:{honour.code}",
        "organisation_key": normalised(organisation_name),
        "family": category.family,
        "recipient": honour.name_as_printed,
        "recipient_email": honour.candidate.email if honour.is_named else "",
        "organisation": organisation,
        "organisation_name": organisation_name,
        "honour_code": honour.code,
    }
