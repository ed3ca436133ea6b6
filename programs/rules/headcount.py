"""How many employees an organisation has, as the study knows it for the survey year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import bands
from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts, Sibling

BASES = (
    ("csr", gettext_lazy("CSR employees")),
    ("all", gettext_lazy("employees")),
    ("home", gettext_lazy("CSR employees who work from home")),
)
OVERLAPS = (
    ("both", gettext_lazy("both awards")),
    ("larger", gettext_lazy("the award for more employees")),
    ("smaller", gettext_lazy("the award for fewer employees")),
    ("choose", gettext_lazy("the one that the organization chooses")),
)
ONE = {
    "csr": gettext_lazy("CSR employee"),
    "all": gettext_lazy("employee"),
    "home": gettext_lazy("CSR employee who works from home"),
}
COLUMNS = {"csr": "csrs_by_year", "all": "employees_by_year", "home": "home_csrs_by_year"}


def headcount(facts: Facts, base: str, years_back: int = 0) -> int | None:
    """How many employees of a kind there were; None where nobody told us."""
    known = getattr(facts, COLUMNS[base])
    return known[years_back] if years_back < len(known) else None


def counted(n: int, base: str) -> str:
    """“1 CSR employee”, “199 CSR employees”."""
    return f"{n} {ONE[base] if n == 1 else dict(BASES)[base]}"


@dataclass(frozen=True)
class CsrHeadcount(Rule):
    """A number of employees between two limits, both included.

    Bands of awards of one family may overlap in a number, as 200 stands in "at least 200" and in "50 to 200"
    (S01): `overlap` says in which of them such an organisation stands.
    """

    kind = "csr_headcount"
    title = gettext_lazy("Number of CSR employees")
    of_study = True
    needs = ("organisation",)
    of_organisation = True

    minimum: int | None = param(
        "int_or_none",
        label=gettext_lazy("At least"),
        help=gettext_lazy("Fewest employees, included. Empty: no lower limit."),
        default=None,
        minimum=0,
    )
    maximum: int | None = param(
        "int_or_none",
        label=gettext_lazy("At most"),
        help=gettext_lazy("Most employees, included. Empty: no upper limit."),
        default=None,
        minimum=1,
    )
    overlap: str = param(
        "choice",
        label=gettext_lazy("Who fits two awards stands in"),
        help=gettext_lazy("Where the limits of two awards of one family share a number (S01)."),
        default="both",
        choices=OVERLAPS,
    )
    base: str = param(
        "choice",
        label=gettext_lazy("Counted are"),
        help=gettext_lazy("Which employees."),
        default="csr",
        choices=BASES,
    )

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        return bands.contradictions(params)

    def describe(self) -> str:
        sentence = _("The organization has %(band)s.") % {"band": self._band()}
        if self.overlap == "both":
            return sentence
        return (
            sentence
            + " "
            + _("Who fits two such awards stands in %(which)s.") % {"which": dict(OVERLAPS)[self.overlap]}
        )

    def check(self, facts: Facts) -> Verdict:
        n = headcount(facts, self.base)
        if n is None:
            return unknown(
                lambda: (
                    _("We do not know yet how many %(whom)s the organization has.") % {"whom": dict(BASES)[self.base]}
                )
            )
        if self.minimum is not None and n < self.minimum:
            short = self.minimum - n
            return failed(
                lambda: (
                    _("%(found)s: %(short)d fewer than the %(minimum)d needed.")
                    % {"found": counted(n, self.base), "short": short, "minimum": self.minimum}
                )
            )
        if self.maximum is not None and n > self.maximum:
            return failed(
                lambda: (
                    _("%(found)s: %(over)d more than the %(maximum)d allowed.")
                    % {"found": counted(n, self.base), "over": n - self.maximum, "maximum": self.maximum}
                )
            )
        return self._among(facts, n) or passed(
            lambda: _("%(found)s: within %(band)s.") % {"found": counted(n, self.base), "band": self._band()}
        )

    def _among(self, facts: Facts, n: int) -> Verdict | None:
        """What the other awards say whose limits hold this number too; None where they do not matter."""
        others = [one for one in facts.siblings if bands.holds(one.minimum, one.maximum, n)]
        if self.overlap == "both" or not others:
            return None
        if self.overlap == "choose":
            return _chosen(facts, others)
        further = [one for one in others if self._goes_before(one)]
        if not further:
            return None
        return failed(
            ngettext(
                "%(n)d employee fits “%(name)s” too, and it is the one that counts.",
                "%(n)d employees fit “%(name)s” too, and it is the one that counts.",
                n,
            )
            % {"n": n, "name": further[0].name},
            proposal=further[0].slug,
        )

    def _goes_before(self, other: Sibling) -> bool:
        mine, theirs = _size(self.minimum, self.maximum), _size(other.minimum, other.maximum)
        return theirs > mine if self.overlap == "larger" else theirs < mine

    def _band(self) -> str:
        words = {"minimum": self.minimum, "maximum": self.maximum, "whom": dict(BASES)[self.base]}
        if self.minimum is None:
            return _("at most %(maximum)d %(whom)s") % words
        if self.maximum is None:
            return _("at least %(minimum)d %(whom)s") % words
        return _("%(minimum)d to %(maximum)d %(whom)s") % words


def _size(minimum: int | None, maximum: int | None) -> tuple[float, float]:
    """Bands in the order of how many employees they are for."""
    return (0 if minimum is None else minimum, float("inf") if maximum is None else maximum)


def _chosen(facts: Facts, others: Iterable[Sibling]) -> Verdict | None:
    rivals = [one for one in others if one.key in facts.chosen_awards]
    names = ", ".join(f"“{one.name}”" for one in others)
    if facts.category_key in facts.chosen_awards:
        if rivals:
            return unknown(_("The organization chose this award and %(names)s; it stands in one.") % {"names": names})
        return None
    if rivals:
        return failed(_("The organization chose %(names)s.") % {"names": names}, proposal=rivals[0].slug)
    return unknown(_("The organization fits %(names)s too and has to choose one.") % {"names": names})
