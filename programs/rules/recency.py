"""How new the work must be."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MINYEAR, date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts

REFERENCES = (
    ("submitted", gettext_lazy("the day of submission")),
    ("opens", gettext_lazy("the day nominations open")),
    ("closes", gettext_lazy("the day nominations close")),
    ("ceremony", gettext_lazy("the day of the ceremony")),
)
VERBS = (
    ("implemented", gettext_lazy("implemented")),
    ("released", gettext_lazy("released")),
)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day: 31 August less 18 months is 28 February.

    More months than there were lead to the first day that there is.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < MINYEAR:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Recency(Rule):
    """First regular use, or general availability, lies at most some calendar months back (I16).

    Months are counted back from the reference day. What is not in use yet on the day of submission is
    no finished work, whatever the reference: a day after it fails.
    """

    kind = "recency"
    title = gettext_lazy("How new it is")
    needs = ("first_used_on",)

    months: int = param(
        "int", label=gettext_lazy("Months"), help=gettext_lazy("Calendar months that it may lie back."), minimum=1
    )
    reference: str = param(
        "choice",
        label=gettext_lazy("Counted back from"),
        help=gettext_lazy("The day from which the months are counted back."),
        default="submitted",
        choices=REFERENCES,
    )
    inclusive: bool = param(
        "bool",
        label=gettext_lazy("The boundary day counts"),
        help=gettext_lazy("On: the day exactly that many months back is still in time."),
        default=True,
    )
    verb: str = param(
        "choice",
        label=gettext_lazy("What is asked"),
        help=gettext_lazy("Implemented (first regular use) or released (general availability)."),
        default="implemented",
        choices=VERBS,
    )

    def describe(self) -> str:
        months = ngettext("%(n)d calendar month", "%(n)d calendar months", self.months) % {"n": self.months}
        edge = _("that day included") if self.inclusive else _("that day not included")
        return _("%(verb)s no more than %(months)s before %(reference)s, %(edge)s.") % {
            "verb": str(dict(VERBS)[self.verb]).capitalize(),
            "months": months,
            "reference": dict(REFERENCES)[self.reference],
            "edge": edge,
        }

    def check(self, facts: Facts) -> Verdict:
        if facts.first_used_on is None:
            return unknown(self._question())
        reference = self._reference(facts)
        if reference is None:
            return unknown(_("The day of the ceremony is not set yet, and this is counted from it."))
        if facts.first_used_on > facts.submitted_on:
            return failed(
                _("%(day)s is still to come; only what is in use can be entered.")
                % {"day": date_format(facts.first_used_on, "F j, Y")}
            )
        earliest = months_before(reference, self.months)
        in_time = facts.first_used_on >= earliest if self.inclusive else facts.first_used_on > earliest
        words = {
            "verb": str(dict(VERBS)[self.verb]).capitalize(),
            "day": date_format(facts.first_used_on, "F j, Y"),
            "earliest": date_format(earliest, "F j, Y"),
            "on_or_after": _("on or after") if self.inclusive else _("after"),
        }
        if in_time:
            return passed(_("%(verb)s on %(day)s: %(on_or_after)s %(earliest)s.") % words)
        return failed(_("%(verb)s on %(day)s. It must be %(on_or_after)s %(earliest)s.") % words)

    def _question(self) -> str:
        if self.verb == "released":
            return _("Tell us when it was first generally available.")
        return _("Tell us when it was first in regular use.")

    def _reference(self, facts: Facts) -> date | None:
        return {
            "submitted": facts.submitted_on,
            "opens": facts.opens_on,
            "closes": facts.closes_on,
            "ceremony": facts.ceremony_on,
        }[self.reference]
