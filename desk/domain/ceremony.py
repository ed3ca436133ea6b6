"""What an evening and an engraver need: the names to be read out, and what is to be made, from the sealed decisions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programs.domain.plain_words import received
from programs.models import Cycle
from recognition.documents.wording import awarded_on
from recognition.models import Honour

ORDER_HEADER = (
    _("Program"), _("Year"), _("Category"), _("Placing"), _("Name"), _("Organization"), _("Citation"), _("Receives"),
    _("Date on the documents"), _("Code"), _("Address of verification"),
)  # fmt: skip


def honours_of(cycle: Cycle) -> list[Honour]:
    """Standing honours whose name may be printed, category by category, the highest placing last: so they are called."""
    found = Honour.objects.standing().named().filter(category__cycle=cycle)
    rows = found.select_related("category__cycle__program", "placing", "certified_by")
    return list(rows.order_by("category__position", "category_id", "-placing__position", "name_as_printed", "pk"))


def script(cycle: Cycle) -> list[tuple]:
    """Each category with its honours in the order in which they are called."""
    return [(category, list(rows)) for category, rows in groupby(honours_of(cycle), key=lambda one: one.category)]


def order_rows(cycle: Cycle) -> Iterator[tuple]:
    """One line for each honour, exactly as it is printed on certificate and plaque."""
    for one in honours_of(cycle):
        yield (
            cycle.program.name,
            cycle.award_year,
            one.category.name,
            one.placing.name,
            one.name_as_printed,
            one.organisation_as_printed,
            one.citation,
            "; ".join(received(each) for each in one.placing.recognitions),
            date_format(awarded_on(one), "F j, Y"),
            one.printed_code,
            one.verify_url,
        )
