"""Stories that others write for an entry, by private link."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts


@dataclass(frozen=True)
class Stories(Rule):
    """At least so many stories, each signed by the person who tells it (S14)."""

    kind = "stories"
    title = gettext_lazy("Signed stories")

    minimum: int = param(
        "int", label=gettext_lazy("At least"), help=gettext_lazy("Fewest signed stories."), default=1, minimum=1
    )
    max_words: int = param(
        "int",
        label=gettext_lazy("Words"),
        help=gettext_lazy("Most words of one story."),
        default=900,
        minimum=1,
    )

    def describe(self) -> str:
        sentence = ngettext(
            "At least %(n)d story is written and signed by private link, of at most %(words)d words.",
            "At least %(n)d stories are written and signed by private link, of at most %(words)d words each.",
            self.minimum,
        )
        return sentence % {"n": self.minimum, "words": self.max_words}

    def check(self, facts: Facts) -> Verdict:
        if facts.stories is None:
            return unknown(_("Stories are written by private link once the nomination is started."))
        words = {"n": facts.stories, "minimum": self.minimum}
        if facts.stories >= self.minimum:
            return passed(_("Signed stories: %(n)d of at least %(minimum)d.") % words)
        return failed(
            _("Signed stories: %(n)d of at least %(minimum)d. Invite their writers from the page of the entry.") % words
        )
