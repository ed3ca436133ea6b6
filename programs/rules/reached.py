"""Another award that must be reached first."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts
from .samples import not_measured

WITHIN = (
    ("same_year", gettext_lazy("the survey year")),
    ("ever", gettext_lazy("any year that was measured")),
)


@dataclass(frozen=True)
class ReachesAward(Rule):
    """The candidate meets the rules and the bar of another award (S15).

    The other award's rules are applied to the same facts; its decision is never read, so nothing of it leaks.
    """

    kind = "reaches_award"
    title = gettext_lazy("Certified")
    of_study = True
    needs = ("agent_number",)

    award: str = param(
        "text", label=gettext_lazy("Key of the award"), help=gettext_lazy("Whose rules and bar must be met.")
    )
    name: str = param(
        "text", label=gettext_lazy("Name of the award"), help=gettext_lazy("As it stands in the sentence for people.")
    )
    within: str = param(
        "choice",
        label=gettext_lazy("Reached in"),
        help=gettext_lazy("When it must have been reached (S15)."),
        default="same_year",
        choices=WITHIN,
    )

    def describe(self) -> str:
        return _("The nominee reaches “%(name)s” in %(within)s.") % {
            "name": self.name,
            "within": dict(WITHIN)[self.within],
        }

    def check(self, facts: Facts) -> Verdict:
        if facts.reached is None:
            return unknown(not_measured(facts) or _("We have not looked yet whether “%s” is reached.") % self.name)
        years = facts.reached.get(self.award, ())
        counting = [year for year in years if self.within == "ever" or year == facts.survey_year]
        if counting:
            return passed(_("Reaches “%(name)s” in %(year)d.") % {"name": self.name, "year": max(counting)})
        if self.within == "ever":
            return failed(_("Has not reached “%(name)s”.") % {"name": self.name})
        return failed(
            _("Does not reach “%(name)s” in %(year)s.")
            % {"name": self.name, "year": facts.survey_year or _("the survey year")}
        )
