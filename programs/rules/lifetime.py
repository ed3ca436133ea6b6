"""Honours that the organiser gives, once in a life."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts
from .repeat import same_candidate


@dataclass(frozen=True)
class OnceOnly(Rule):
    """Whoever received it before, in whatever year, never receives it again (I19)."""

    kind = "once_only"
    title = gettext_lazy("Never a second time")
    needs = ("entrant_name", "entrant_email", "organisation")

    def describe(self) -> str:
        return _("Never given to the same recipient a second time.")

    def check(self, facts: Facts) -> Verdict:
        won = [win for win in facts.past_wins if win.category_key == facts.category_key and win.kind == "winner"]
        answers = [(win, same_candidate(facts, win)) for win in won]
        words = [(win, {"name": win.recipient, "year": win.year}) for win, theirs in answers if theirs]
        if words:
            return failed(_("%(name)s received this honor in %(year)d; it is given only once.") % words[0][1])
        doubtful = [win for win, theirs in answers if theirs is None]
        if doubtful:
            return unknown(
                _("A %(name)s received this honor in %(year)d, and we cannot tell whether it is the same person.")
                % {"name": doubtful[0].recipient, "year": doubtful[0].year}
            )
        if not facts.entrant_key:
            return unknown(_("Tell us who it is, so that we can look at earlier recipients."))
        return passed(_("Has not received this honor before."))


@dataclass(frozen=True)
class AppointedOnly(Rule):
    """The organiser chooses the recipient; there are no nominations, at most suggestions (I19)."""

    kind = "appointed_only"
    title = gettext_lazy("Chosen by the organizer")

    suggestions: bool = param(
        "bool",
        label=gettext_lazy("Take suggestions"),
        help=gettext_lazy("On: anyone may suggest somebody. A suggestion is never judged and never counts for limits."),
        default=False,
    )

    def describe(self) -> str:
        if self.suggestions:
            return _("The organizer chooses the recipient. You may suggest somebody; a suggestion is no nomination.")
        return _("The organizer chooses the recipient. There are no nominations.")

    def check(self, facts: Facts) -> Verdict:
        if self.suggestions:
            return passed(_("Thank you: we take this as a suggestion. The organizer chooses the recipient."))
        return failed(_("The organizer chooses the recipient of this award. It takes no nominations."))
