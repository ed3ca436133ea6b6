"""What kind of organisation may enter."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts

GOVERNMENT, OUTSOURCER, NO = "government", "outsourcer", "no"


@dataclass(frozen=True)
class PublicSector(Rule):
    """The contact center is run by government; the rest of the sentence is background (I22)."""

    kind = "public_sector"
    title = gettext_lazy("Public sector")
    needs = ("public_body",)

    allow_outsourcer: bool = param(
        "bool",
        label=gettext_lazy("Outsourcers for government too"),
        help=gettext_lazy("On: a contact center that a company runs for a public body may enter as well."),
        default=False,
    )

    def describe(self) -> str:
        if self.allow_outsourcer:
            return _("The contact center is run by government, or by a company for government.")
        return _("The contact center is run by government.")

    def check(self, facts: Facts) -> Verdict:
        if facts.public_body == GOVERNMENT:
            return passed(_("Run by government."))
        if facts.public_body == OUTSOURCER and self.allow_outsourcer:
            return passed(_("Run by a company for government, which may enter too."))
        if facts.public_body == OUTSOURCER:
            return failed(
                _("Run by a company for government. This category is for centers that government itself runs.")
            )
        if facts.public_body == NO:
            return failed(_("This category is for government contact centers."))
        return unknown(_("Tell us whether government runs the contact center."))


@dataclass(frozen=True)
class TechnologyProvider(Rule):
    """The organisation entered is a provider of contact center technology."""

    kind = "technology_provider"
    title = gettext_lazy("Technology provider")
    needs = ("is_provider",)

    def describe(self) -> str:
        return _("The organization entered provides technology for contact centers.")

    def check(self, facts: Facts) -> Verdict:
        if facts.is_provider is None:
            return unknown(_("Tell us whether the organization entered is the provider of the technology."))
        if facts.is_provider:
            return passed(_("Entered for the provider of the technology."))
        return failed(_("This category recognizes the provider of a technology, not its users."))
