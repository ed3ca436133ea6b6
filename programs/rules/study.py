"""What a study knows of an organisation: that it takes part, its sectors, its channels."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..enums import Channel, Participation, Sector
from .base import Rule, Verdict, failed, listed, param, passed, unknown
from .facts import Facts


@dataclass(frozen=True)
class TakesPart(Rule):
    """The organisation takes part in one of the studies in the survey year (S42)."""

    kind = "participation"
    title = gettext_lazy("Participation")
    of_study = True
    needs = ("organisation",)
    of_organisation = True

    kinds: tuple[str, ...] = param(
        "choices",
        label=gettext_lazy("Takes part in"),
        help=gettext_lazy("One of them is enough."),
        default=list(Participation.values),
        choices=Participation.choices,
    )

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        return [_("“kinds” must name at least one.")] if params.get("kinds") == [] else []

    def describe(self) -> str:
        return _("The organization takes part in a %(kinds)s in the survey year.") % {"kinds": self._words()}

    def check(self, facts: Facts) -> Verdict:
        if facts.participation is None:
            return unknown(lambda: self._sentence(facts, []))
        found = [one for one in self.kinds if one in facts.participation]
        answer = passed if found else failed
        return answer(lambda: self._sentence(facts, found))

    def _sentence(self, facts: Facts, found: list[str]) -> str:
        year = facts.survey_year or _("the survey year")
        if facts.participation is None:
            return _("We do not know yet whether the organization takes part in %(year)s.") % {"year": year}
        if found:
            words = ", ".join(str(Participation(one).label) for one in found)
            return _("Takes part in %(year)s: %(kinds)s.") % {"year": year, "kinds": words}
        return _("Takes part in no %(kinds)s in %(year)s.") % {"year": year, "kinds": self._words()}

    def _words(self) -> str:
        return listed(str(Participation(one).label).lower() for one in self.kinds)


@dataclass(frozen=True)
class InSector(Rule):
    """The organisation belongs to one of these sectors; it may stand in several (S22, S31)."""

    kind = "sector"
    title = gettext_lazy("Sector")
    of_study = True
    needs = ("organisation",)
    of_organisation = True

    sectors: tuple[str, ...] = param(
        "choices",
        label=gettext_lazy("Sectors"),
        help=gettext_lazy("The organization belongs to at least one of them."),
        choices=Sector.choices,
    )

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        return [_("“sectors” must name at least one.")] if params.get("sectors") == [] else []

    def describe(self) -> str:
        return _("The organization belongs to the sector %(sectors)s.") % {"sectors": self._words(self.sectors)}

    def check(self, facts: Facts) -> Verdict:
        if facts.sectors is None:
            return unknown(lambda: _("We do not know yet which sector the organization belongs to."))
        found = [one for one in self.sectors if one in facts.sectors]
        if not found:
            return failed(
                lambda: (
                    _("Not in the sector %(sectors)s; the study has: %(theirs)s.")
                    % {"sectors": self._words(self.sectors), "theirs": self._words(facts.sectors) or _("none")}
                )
            )
        return passed(lambda: _("In the sector %(sectors)s.") % {"sectors": self._words(found)})

    def _words(self, sectors: tuple[str, ...] | list[str]) -> str:
        return listed(str(dict(Sector.choices).get(one, one)) for one in sectors)


@dataclass(frozen=True)
class OperatesChannels(Rule):
    """The organisation operates all of these contact channels (S25)."""

    kind = "channels_operated"
    title = gettext_lazy("Contact channels")
    of_study = True
    needs = ("organisation",)
    of_organisation = True

    channels: tuple[str, ...] = param(
        "choices",
        label=gettext_lazy("Channels"),
        help=gettext_lazy("The organization operates every one of them."),
        choices=Channel.choices,
    )

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        return [_("“channels” must name at least one.")] if params.get("channels") == [] else []

    def describe(self) -> str:
        return _("The organization operates these contact channels: %(channels)s.") % {
            "channels": self._words(self.channels)
        }

    def check(self, facts: Facts) -> Verdict:
        if facts.channels_operated is None:
            return unknown(lambda: _("We do not know yet which contact channels the organization operates."))
        missing = [one for one in self.channels if one not in facts.channels_operated]
        if missing:
            return failed(lambda: _("Does not operate: %(channels)s.") % {"channels": self._words(missing)})
        return passed(lambda: _("Operates %(channels)s.") % {"channels": self._words(self.channels)})

    def _words(self, channels: tuple[str, ...] | list[str]) -> str:
        return ", ".join(str(Channel(one).label).lower() for one in channels)
