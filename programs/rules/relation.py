"""Who may nominate."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Rule, Verdict, failed, listed, param, passed, unknown
from .facts import Facts

SELF, COLLEAGUE, PARTNER, AGENCY = "self", "colleague", "business_partner", "agency"

#: The same values as `nominations.enums.Relation`, in the words of a sentence about who may nominate.
WHO = (
    (SELF, gettext_lazy("the nominee")),
    (COLLEAGUE, gettext_lazy("a colleague within the organization")),
    (PARTNER, gettext_lazy("a business partner")),
    (AGENCY, gettext_lazy("an agency hired to write the entry")),
    ("customer", gettext_lazy("a customer")),
    ("relative", gettext_lazy("a relative or friend")),
    ("other", gettext_lazy("somebody else")),
)


@dataclass(frozen=True)
class NominatorRelation(Rule):
    """The nominator is one of those who may nominate here (I13, I14).

    One cannot be one's own colleague: in a category of persons the nominee is refused unless named in the
    list. A team has no self: whoever belongs to it is "within". An agency that says so is a business partner.
    """

    kind = "nominator_relation"
    title = gettext_lazy("Who may nominate")
    needs = ("relation",)

    relations: tuple[str, ...] = param(
        "choices",
        label=gettext_lazy("Who may nominate"),
        help=gettext_lazy("What the nominator may be to the nominee. Empty: anyone; the relation is still recorded."),
        default=[],
        choices=WHO,
    )
    record_only: bool = param(
        "bool",
        label=gettext_lazy("Only record it"),
        help=gettext_lazy("The relation is asked and kept, and nobody is refused because of it."),
        default=False,
    )

    def describe(self) -> str:
        if self.is_open:
            return _("Anyone may nominate; what the nominator is to the nominee is recorded.")
        words = dict(WHO)
        return _("The nominator is %(who)s.") % {"who": listed(words[one] for one in self.relations)}

    @property
    def is_open(self) -> bool:
        return self.record_only or not self.relations

    def check(self, facts: Facts) -> Verdict:
        if not facts.relation:
            return unknown(_("Tell us what you are to the nominee."))
        if self.is_open:
            return passed(_("Anyone may nominate here. We keep what you told us about your relation."))
        if facts.subject == "person":
            return self._check_person(facts)
        if facts.relation == SELF and COLLEAGUE in self.relations:
            return passed(_("You belong to those who are entered, so the nomination comes from within."))
        return self._check_stated(facts)

    def _check_person(self, facts: Facts) -> Verdict:
        if SELF not in self.relations:
            if facts.relation == SELF or _is_same_address(facts):
                return failed(
                    _("You cannot nominate yourself here. Ask %(who)s to nominate you.")
                    % {"who": listed(word for value, word in WHO if value in self.relations)}
                )
            if facts.entrant_key and facts.entrant_key == facts.nominator_name_key:
                return unknown(
                    _("You have the same name as the nominee, and nobody can nominate themselves here. Is it you?")
                )
        return self._check_stated(facts)

    def _check_stated(self, facts: Facts) -> Verdict:
        if facts.relation == AGENCY and PARTNER in self.relations:
            return passed(_("An agency that says it was hired to write counts as a business partner."))
        if facts.relation in self.relations:
            return passed(_("You may nominate: you are %(who)s.") % {"who": dict(WHO)[facts.relation]})
        return failed(
            _("The nomination must come from %(who)s.")
            % {"who": listed(word for value, word in WHO if value in self.relations)}
        )


def _is_same_address(facts: Facts) -> bool:
    return bool(facts.entrant_email) and facts.entrant_email.lower() == facts.nominator_email.lower()
