"""How large a contact center may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import bands
from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts

BASES = (
    ("headcount", gettext_lazy("people")),
    ("fte", gettext_lazy("full-time equivalents")),
)
DAYS = (
    ("submitted", gettext_lazy("on the day of submission")),
    ("opens", gettext_lazy("on the day nominations open")),
    ("closes", gettext_lazy("on the day nominations close")),
)


@dataclass(frozen=True)
class HeadcountBand(Rule):
    """The entered contact center has a number of agents between two limits, both included (I15).

    Bands are whole numbers. A headcount with a fraction is a question; full-time equivalents may have
    one, and what falls between two bands (75.5) is for a person to decide.
    """

    kind = "headcount_band"
    title = gettext_lazy("Number of agents")
    needs = ("agents",)

    minimum: int | None = param(
        "int_or_none",
        label=gettext_lazy("At least"),
        help=gettext_lazy("Fewest agents, included. Empty: no lower limit."),
        default=None,
        minimum=0,
    )
    maximum: int | None = param(
        "int_or_none",
        label=gettext_lazy("At most"),
        help=gettext_lazy("Most agents, included. Empty: no upper limit."),
        default=None,
        minimum=1,
    )
    basis: str = param(
        "choice",
        label=gettext_lazy("Counted in"),
        help=gettext_lazy("People (whole numbers) or full-time equivalents."),
        default="headcount",
        choices=BASES,
    )
    as_of: str = param(
        "choice",
        label=gettext_lazy("Counted"),
        help=gettext_lazy("The day on which the agents are counted."),
        default="submitted",
        choices=DAYS,
    )

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        return bands.contradictions(params)

    def describe(self) -> str:
        return _("The contact center has %(band)s, counted in %(basis)s %(day)s.") % {
            "band": _band_in_words(self.minimum, self.maximum),
            "basis": dict(BASES)[self.basis],
            "day": dict(DAYS)[self.as_of],
        }

    def check(self, facts: Facts) -> Verdict:
        if question := self._question(facts):
            return unknown(question)
        if bands.holds(self.minimum, self.maximum, facts.agents):
            return passed(
                _("%(agents)s agents: within %(band)s.")
                % {"agents": _number(facts.agents), "band": _band_in_words(self.minimum, self.maximum)}
            )
        if self._falls_between(facts.agents):
            return unknown(
                _("%(agents)s falls between two sizes. We will decide which one is right.")
                % {"agents": _number(facts.agents)}
            )
        return self._refuse(facts)

    def _question(self, facts: Facts) -> str:
        day = self._day(facts)
        if facts.agents is None:
            return _("Tell us how many agents the contact center has (%(day)s).") % {"day": date_format(day, "F j, Y")}
        if facts.agents <= 0:
            return _("A contact center has at least one agent. Please check the number.")
        if self.basis == "headcount" and facts.agents != facts.agents.to_integral_value():
            return _("Count people, not full-time equivalents: tell us a whole number instead of %(agents)s.") % {
                "agents": _number(facts.agents)
            }
        if facts.agents_on is not None and facts.agents_on != day:
            return _("The agents were counted on %(counted)s. Tell us the number on %(day)s.") % {
                "counted": date_format(facts.agents_on, "F j, Y"),
                "day": date_format(day, "F j, Y"),
            }
        return ""

    def _day(self, facts: Facts) -> date:
        return {"submitted": facts.submitted_on, "opens": facts.opens_on, "closes": facts.closes_on}[self.as_of]

    def _falls_between(self, agents: Decimal) -> bool:
        above = self.maximum is not None and self.maximum < agents < self.maximum + 1
        below = self.minimum is not None and self.minimum - 1 < agents < self.minimum
        return above or below

    def _refuse(self, facts: Facts) -> Verdict:
        reason = _("%(agents)s agents: this category is for %(band)s.") % {
            "agents": _number(facts.agents),
            "band": _band_in_words(self.minimum, self.maximum),
        }
        right = [one for one in facts.siblings if bands.holds(one.minimum, one.maximum, facts.agents)]
        if len(right) != 1:
            return failed(reason)
        advice = _("“%(name)s” is the right one.") % {"name": right[0].name}
        return failed(f"{reason} {advice}", proposal=right[0].slug)


def _band_in_words(minimum: int | None, maximum: int | None) -> str:
    if minimum is None:
        return _("%(maximum)d agents or fewer") % {"maximum": maximum}
    if maximum is None:
        return _("more than %(less)d agents") % {"less": minimum - 1}
    return _("%(minimum)d to %(maximum)d agents") % {"minimum": minimum, "maximum": maximum}


def _number(agents: Decimal) -> str:
    return f"{agents.normalize():f}"
