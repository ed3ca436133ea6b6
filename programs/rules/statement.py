"""What no data could refute, stated by the nominator."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts


@dataclass(frozen=True)
class Statement(Rule):
    """A sentence that the nominator ticks (I21, I26). Judges weigh what stands behind it."""

    kind = "statement"
    title = gettext_lazy("A statement to tick")

    slug: str = param(
        "text",
        label=gettext_lazy("Short name"),
        help=gettext_lazy("The question whose fact is “statement:” and this name is the one that is ticked."),
    )
    text: str = param(
        "text", label=gettext_lazy("Statement"), help=gettext_lazy("The sentence, as the nominator reads it.")
    )

    def describe(self) -> str:
        return _("The nominator states: %(text)s") % {"text": self.text}

    def facts_needed(self) -> tuple[str, ...]:
        return (f"statement:{self.slug}",)

    def check(self, facts: Facts) -> Verdict:
        answer = facts.statements.get(self.slug)
        if answer is None:
            return unknown(_("Please confirm: %(text)s") % {"text": self.text})
        if answer:
            return passed(_("You confirmed this."))
        return failed(_("You told us that this is not so: %(text)s") % {"text": self.text})
