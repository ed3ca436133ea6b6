"""The register of past honours follows what is announced here: rules of later years look at it."""

from __future__ import annotations

from accounts.domain.names import normalised
from nominations.domain import register
from nominations.models import PastHonour
from operations import clock
from programs.models import Category

from ..models import Honour
from . import waves


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
    written = [code for code, honour in public.items() if _write(honour, category)]
    if gone or written:
        register.changed(category.cycle.program, key=f"{category.key}:{clock.now().isoformat()}")


def _write(honour: Honour, category: Category) -> bool:
    """One row, and whether anything of it is new; a row for the same win that was typed in before takes the code instead of standing twice."""
    organisation = honour.candidate.organisation
    organisation_name = organisation.name if organisation else honour.organisation_as_printed
    identity = {
        "program": category.cycle.program,
        "category_key": category.key,
        "award_year": category.cycle.award_year,
        "kind": honour.placing.kind,
        "recipient_key": normalised(honour.candidate.name) if honour.is_named else f"honour:{honour.code}",
        "organisation_key": normalised(organisation_name),
    }
    others = PastHonour.objects.filter(**identity).exclude(honour_code__in=("", honour.code))
    if others.exists():  # two people of one name
        identity["recipient_key"] = f"{identity['recipient_key'][:180]} {honour.code}"
    row = PastHonour.objects.filter(honour_code=honour.code).first() or PastHonour.objects.filter(**identity).first()
    fields = {
        **identity,
        "family": category.family,
        "recipient": honour.name_as_printed,
        "recipient_email": honour.candidate.email if honour.is_named else "",
        "organisation": organisation,
        "organisation_name": organisation_name,
        "honour_code": honour.code,
    }
    if row is None:
        PastHonour.objects.create(**fields)
        return True
    changed = any(getattr(row, name) != value for name, value in fields.items())
    if changed:
        PastHonour.objects.filter(pk=row.pk).update(**fields)
    return changed
