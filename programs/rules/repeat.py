"""Last year's winners."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Rule, Verdict, failed, listed, param, passed, unknown
from .facts import Facts, PastWin

SCOPES = (
    ("category", gettext_lazy("this category")),
    ("family", gettext_lazy("this family of categories")),
    ("program", gettext_lazy("any category of the program")),
)
SUBJECTS = (
    ("candidate", gettext_lazy("the one who is entered")),
    ("organisation", gettext_lazy("the organization")),
)
BASES = (
    ("year_before", gettext_lazy("the year before")),
    ("last_cycle", gettext_lazy("the last cycle that was held")),
)
PLACINGS = (
    ("winner", gettext_lazy("winner")),
    ("runner_up", gettext_lazy("runner-up")),
    ("finalist", gettext_lazy("finalist")),
)
#: Who is barred when the bar is on the one who is entered, by what stands in the category.
ENTERED = {
    "person": gettext_lazy("the person"),
    "contact_center": gettext_lazy("the contact center"),
    "site": gettext_lazy("the site"),
    "team": gettext_lazy("the team"),
    "organisation": gettext_lazy("the organization"),
    "solution": gettext_lazy("the solution"),
}


def same_candidate(facts: Facts, win: PastWin) -> bool | None:
    """Whether a past honour is this candidate's; None when the register does not say enough.

    A person is the same by e-mail address, everyone and everything by name and organisation. A name
    without an organisation, there or here, proves nothing: a person must look.
    """
    if facts.subject == "organisation":
        return win.organisation_key in facts.organisation_keys or win.recipient_key in facts.organisation_keys
    if facts.subject == "person" and win.email and win.email.lower() == facts.entrant_email.lower():
        return True
    if not facts.entrant_key or win.recipient_key != facts.entrant_key:
        return False
    if not win.organisation_key or not facts.organisation_keys:
        return None
    return win.organisation_key in facts.organisation_keys


def same_organisation(facts: Facts, win: PastWin) -> bool:
    """Whether a past honour went to this organisation, or to somebody or something of it."""
    return (win.organisation_key or win.recipient_key) in facts.organisation_keys


@dataclass(frozen=True)
class RepeatBar(Rule):
    """Last year's winner is not considered again (I09, I10, I11, I18); runners-up are."""

    kind = "repeat_bar"
    title = gettext_lazy("Last year's winner")
    needs = ("entrant_name", "entrant_email", "organisation")

    enabled: bool = param(
        "bool",
        label=gettext_lazy("In force"),
        help=gettext_lazy("Off: winners may return at once."),
        default=True,
    )
    scope: str = param(
        "choice",
        label=gettext_lazy("Won in"),
        help=gettext_lazy("Where last year's award must have been won to bar a candidate."),
        default="category",
        choices=SCOPES,
    )
    subject: str = param(
        "choice",
        label=gettext_lazy("Who is barred"),
        help=gettext_lazy(
            "The one who is entered (person, contact center, solution), or the organization or provider."
        ),
        default="candidate",
        choices=SUBJECTS,
    )
    basis: str = param(
        "choice",
        label=gettext_lazy("Last year is"),
        help=gettext_lazy("The award year minus one, or the last cycle held when a year was left out."),
        default="year_before",
        choices=BASES,
    )
    placings: tuple[str, ...] = param(
        "choices",
        label=gettext_lazy("Placings that bar"),
        help=gettext_lazy("Usually winners alone; runners-up then stay free to enter."),
        default=["winner"],
        choices=PLACINGS,
    )

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        if params.get("enabled", True) and params.get("placings", ["winner"]) == []:
            return [_("“placings” must name at least one placing while the bar is in force.")]
        return []

    def describe(self) -> str:
        if not self.enabled:
            return _("Winners may enter again at once.")
        who = dict(SUBJECTS)[self.subject]
        return _("Not eligible: %(who)s was %(placings)s in %(scope)s in %(basis)s.") % {
            "who": who,
            "placings": listed(dict(PLACINGS)[one] for one in self.placings),
            "scope": dict(SCOPES)[self.scope],
            "basis": dict(BASES)[self.basis],
        }

    def check(self, facts: Facts) -> Verdict:
        if not self.enabled:
            return passed(_("Winners of earlier years may enter here."))
        year = facts.award_year - 1 if self.basis == "year_before" else facts.last_cycle_year
        barring = [win for win in facts.past_wins if win.year == year and self._bars(facts, win)]
        answers = [(win, self._is_theirs(facts, win)) for win in barring]
        for win, theirs in answers:
            if theirs:
                return failed(self._refusal(facts, win))
        for win, theirs in answers:
            if theirs is None:
                return unknown(
                    _("%(name)s won in %(year)d, and we cannot tell whether it is the same. We will look at it.")
                    % {"name": win.recipient, "year": win.year}
                )
        return self._nothing_found(facts, year)

    def _bars(self, facts: Facts, win: PastWin) -> bool:
        if win.kind not in self.placings:
            return False
        if self.scope == "program":
            return True
        same_family = self.scope == "family" and facts.family != "" and win.family == facts.family
        return win.category_key == facts.category_key or same_family

    def _is_theirs(self, facts: Facts, win: PastWin) -> bool | None:
        if self.subject == "organisation":
            return same_organisation(facts, win)
        return same_candidate(facts, win)

    def _refusal(self, facts: Facts, win: PastWin) -> str:
        placing = dict(PLACINGS)[win.kind]
        return _("%(name)s was %(placing)s in %(year)d and cannot be considered again in this cycle.") % {
            "name": win.recipient,
            "placing": placing,
            "year": win.year,
        }

    def _nothing_found(self, facts: Facts, year: int | None) -> Verdict:
        if self.subject == "organisation" or facts.subject == "organisation":
            if not facts.organisation_keys:
                return unknown(_("Tell us which organization is entered, so that we can look at last year's winners."))
        elif not facts.entrant_key:
            return unknown(_("Tell us who is entered, so that we can look at last year's winners."))
        if year is None:
            return passed(_("There is no earlier cycle."))
        return passed(_("Not among the winners of %(year)d.") % {"year": year})
