"""One award as it is asked of everybody: what is the same for all, and for all people of an organisation, is found once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.domain.names import normalised
from programs.models import Category
from programs.rules import Facts, Sample
from programs.rules import report as reports

from ..enums import Choice
from .study import Profile, Study

NO_PROFILE = Profile()
NO_VOLUMES: tuple[Mapping[str, int], Mapping[str, int]] = ({}, {})


class Award:
    """One award of a study."""

    def __init__(self, study: Study, category: Category) -> None:
        self.study = study
        self.pk = category.pk
        self.bars = study.bars
        self.measure = study.measures[category.pk]
        self.rounding = category.rate_rounding
        self.rules = study.rules[category.pk]
        self.agents = study.agents_of(self.measure)
        self.rules_of_organisation, self.rules_of_subject = reports.parted(self.rules)
        self.shared_verdicts = study.verdicts_of([one.rule for one in self.rules_of_organisation], category)
        self.decides_from_surveys = all(
            one.rule.is_cap or one.rule.decides_from_surveys for one in self.rules_of_subject
        )
        self.facts = facts_of_award(study, category)


class Entrant:
    """An organisation in an award, with what it shares with its sites and people there."""

    def __init__(self, award: Award, organisation: int) -> None:
        study = award.study
        root = study.root(organisation)
        choice = study.choices[root].get(award.pk, "") if root in study.choices else ""
        self.award = award
        self.organisation = organisation
        self.name, self.comparable = study.names[organisation]
        self.volumes = study.volumes.get(root, NO_VOLUMES)
        self.is_opted_out = choice == Choice.OUT
        self.is_entered = award.measure.entry_mode == "automatic" or choice == Choice.IN
        self.stands = self.is_entered and not self.is_opted_out

    def facts(self, samples: Mapping[str, Sample], person: str, called: str) -> Facts:
        """`called`: the subject's name, which only a bar on earlier winners asks (S48)."""
        study = self.award.study
        told = {"samples": samples, "agent_number": person}
        if self.award.bars:
            told |= {"entrant_key": normalised(called), "past_wins": study.earlier.wins.get(self.organisation, ())}
        return self.award.facts.but(facts_of(study, self.organisation), told)

    @property
    def shared_verdict(self) -> str:
        """What the rules say that look at the organisation alone."""
        known = self.award.shared_verdicts
        if self.organisation not in known:
            known[self.organisation] = reports.verdict_of(self.award.rules_of_organisation, self.facts({}, "", ""))
        return known[self.organisation]

    @property
    def fits(self) -> bool:
        """No rule that looks at the organisation alone speaks against it."""
        return self.shared_verdict != reports.FAIL

    @property
    def may_be_in_doubt(self) -> bool:
        """Whether a verdict on one of its subjects could be "not known yet"; mostly none can."""
        return self.shared_verdict == reports.UNKNOWN or (self.fits and not self.award.decides_from_surveys)

    def verdict(self, samples: Mapping[str, Sample], person: str, called: str) -> str:
        """What the rules say of one of its subjects."""
        shared = self.shared_verdict
        if shared == reports.FAIL:
            return shared
        return reports.verdict_of(self.award.rules_of_subject, self.facts(samples, person, called), so_far=shared)


def facts_of_award(study: Study, category: Category) -> Facts:
    """What rules look at of an award, whoever stands in it."""
    cycle = study.cycle
    return Facts(
        subject=category.subject,
        category_key=category.key,
        family=category.family,
        award_year=cycle.award_year,
        submitted_on=cycle.closes_at.astimezone(cycle.zone).date(),
        opens_on=cycle.opens_at.astimezone(cycle.zone).date(),
        closes_on=cycle.closes_at.astimezone(cycle.zone).date(),
        ceremony_on=cycle.ceremony_on,
        siblings=study.siblings_of(category),
        survey_year=study.year,
        last_cycle_year=study.earlier.last_year,
    )


def facts_of(study: Study, organisation: int) -> dict[str, Any]:
    """What rules look at of an organisation, whatever the award; put together once a study."""
    if organisation not in study.known:
        study.known[organisation] = of_organisation(study, organisation)
    return study.known[organisation]


def of_organisation(study: Study, organisation: int) -> dict[str, Any]:
    """The same, newly made. None means that nobody told us."""
    root = study.root(organisation)
    now, before = study.profiles.get((root, 0)), study.profiles.get((root, 1))
    years = [profile or NO_PROFILE for profile in (now, before)]
    return {
        "organisation": study.names[organisation][0],
        "organisation_keys": study.keys_of(organisation),
        "csrs_by_year": tuple(profile.csrs for profile in years),
        "employees_by_year": tuple(profile.employees for profile in years),
        "home_csrs_by_year": tuple(profile.home_csrs for profile in years),
        "sectors": tuple(sorted(now.sectors)) if now else None,
        "channels_operated": tuple(sorted(now.channels)) if now else None,
        # Once anybody's participation was told for this year, who is not named does not take part.
        "participation": tuple(sorted(study.participations.get(root, ()))) if study.participations else None,
        "chosen_awards": study.chosen.get(root, ()),
    }
