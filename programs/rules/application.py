"""What an application itself must keep to: its length, and what its writer promises."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts

PAGE_MODES = (
    ("block", gettext_lazy("a longer one is refused")),
    ("warn", gettext_lazy("a longer one is accepted with a warning")),
)
PROMISE_MODES = (
    ("obligation", gettext_lazy("recorded and chased; it decides nothing")),
    ("condition", gettext_lazy("without it there is no entry")),
)


@dataclass(frozen=True)
class PageLimit(Rule):
    """At most so many pages of the application as it is printed (S38)."""

    kind = "page_limit"
    title = gettext_lazy("Pages")

    maximum: int = param("int", label=gettext_lazy("At most"), help=gettext_lazy("Most pages."), minimum=1)
    mode: str = param(
        "choice",
        label=gettext_lazy("Above it"),
        help=gettext_lazy("What happens to a longer application (S38)."),
        default="block",
        choices=PAGE_MODES,
    )

    def describe(self) -> str:
        sentence = ngettext(
            "The application has at most %(n)d page; %(mode)s.",
            "The application has at most %(n)d pages; %(mode)s.",
            self.maximum,
        )
        return sentence % {"n": self.maximum, "mode": dict(PAGE_MODES)[self.mode]}

    def check(self, facts: Facts) -> Verdict:
        if facts.pages is None:
            return unknown(_("The pages of the application have not been counted yet."))
        words = {"n": facts.pages, "maximum": self.maximum, "over": facts.pages - self.maximum}
        if facts.pages <= self.maximum:
            return passed(_("%(n)d of %(maximum)d pages.") % words)
        if self.mode == "warn":
            return passed(_("%(n)d pages, %(over)d more than the %(maximum)d asked for; we accept it.") % words)
        return failed(_("%(n)d pages: %(over)d more than the %(maximum)d allowed. Please shorten it.") % words)


@dataclass(frozen=True)
class Promise(Rule):
    """A promise that winners have to keep (S39). Whether it was kept is for people to see."""

    kind = "promise"
    title = gettext_lazy("A promise")

    slug: str = param(
        "text",
        label=gettext_lazy("Short name"),
        help=gettext_lazy("The question whose fact is “statement:” and this name asks for the promise."),
    )
    text: str = param(
        "text", label=gettext_lazy("Promise"), help=gettext_lazy("The sentence, as a nominator reads it.")
    )
    mode: str = param(
        "choice",
        label=gettext_lazy("The promise is"),
        help=gettext_lazy("Whether an entry hangs on it (S39)."),
        default="obligation",
        choices=PROMISE_MODES,
    )

    def describe(self) -> str:
        return _("Winners promise: %(text)s The promise is %(mode)s.") % {
            "text": self.text,
            "mode": dict(PROMISE_MODES)[self.mode],
        }

    def facts_needed(self) -> tuple[str, ...]:
        return (f"statement:{self.slug}",)

    def check(self, facts: Facts) -> Verdict:
        answer = facts.statements.get(self.slug)
        if answer is None:
            return unknown(_("Please answer: %(text)s") % {"text": self.text})
        if answer:
            return passed(_("You promised this."))
        if self.mode == "obligation":
            return passed(_("Not promised yet. Winners are held to it, so we will ask again."))
        return failed(_("Without this promise there is no entry: %(text)s") % {"text": self.text})
