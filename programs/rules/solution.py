"""What may be entered as one solution."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Rule, Verdict, failed, passed, unknown
from .facts import Facts


@dataclass(frozen=True)
class SingleDeployment(Rule):
    """One piece of technology, or one suite that was deployed as a single project (I17: binds the suite only)."""

    kind = "single_deployment"
    title = gettext_lazy("One piece or one suite")
    needs = ("deployment",)

    def describe(self) -> str:
        return _("A single piece of technology, or one suite of services deployed as a single project.")

    def check(self, facts: Facts) -> Verdict:
        if facts.deployment == "single":
            return passed(_("A single piece of technology."))
        if facts.deployment == "suite_one_project":
            return passed(_("One suite, deployed as a single project."))
        if facts.deployment == "suite_several_projects":
            return failed(_("A suite must have been deployed as a single project. You may enter one of its parts."))
        return unknown(_("Tell us whether it is a single piece of technology or a suite, and how it was deployed."))
