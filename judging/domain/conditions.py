"""Under which conditions a measured award is decided: everything apart from the subjects that may change the result.

Sealed with the decision, so that it can be told later what the result was computed under, and what is otherwise since.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Organisation
from measurement.domain.study import Study
from measurement.models import EntryChoice, SurveyImport
from measurement.models import Study as StudySettings
from programs.models import Category

from . import placings

#: So many organisations a sentence names.
MOST_NAMED = 5


def of(category: Category) -> dict[str, Any]:
    """Settings, rules, files in force and what is known of organisations. Constant queries."""
    cycle, program = category.cycle, category.cycle.program
    study = Study(cycle, [category])
    return {
        "survey_year": cycle.survey_year,
        "award_year": cycle.award_year,
        "measure": category.measure,
        "rate_rounding": category.rate_rounding,
        "tie_policy": category.tie_policy,
        "minimum_entrants": category.minimum_entrants,
        "placings": placings.described(category),
        "rules": rules_of(category),
        "bands": [[one.key, one.minimum, one.maximum] for one in study.siblings_of(category)],
        "surveys": surveys_of(category),
        "organisation_scope": program.organisation_scope,
        "groups": sorted([pk, study.root(pk)] for pk in study.groups.parents),
        "choices": choices_of(category),
        "profiles": profiles_of(study),
        "participation": [[pk, sorted(kinds)] for pk, kinds in sorted(study.participations.items())],
        "register": register_of(study),
        "files": [
            {"code": code, "kind": kind, "name": name, "sha256": sha256, "attested_by": attested_by}
            for code, kind, name, sha256, attested_by in SurveyImport.objects.in_force()
            .filter(program=program)
            .values_list("code", "kind", "file_name", "sha256", "attested_by")
        ],
    }


def rules_of(category: Category) -> list[dict]:
    rules = category.cycle.rules.filter(Q(category=category) | Q(category=None), is_enabled=True)
    return [
        {"slug": slug, "kind": kind, "params": params}
        for slug, kind, params in rules.order_by("position", "pk").values_list("slug", "kind", "params")
    ]


def surveys_of(category: Category) -> dict[str, bool]:
    """Which surveys count at all (S52)."""
    settings = StudySettings.objects.filter(program=category.cycle.program_id).first() or StudySettings()
    return {"only_random": settings.only_random, "only_representative": settings.only_representative}


def choices_of(category: Category) -> list[list]:
    """Who asked to be entered or opted out, here and in awards of the same family (S01, S58)."""
    awards = Q(category=category)
    if category.family:
        awards |= Q(category__cycle=category.cycle_id, category__family=category.family)
    told = EntryChoice.objects.filter(awards).values_list("organisation", "category__key", "choice")
    return sorted([organisation, award, choice] for organisation, award, choice in told)


def profiles_of(study: Study) -> list[dict]:
    """Headcounts, sectors, channels and volumes, as rules and weights look at them."""
    return [
        {
            "organisation": organisation,
            "year": study.year - back,
            "csrs": profile.csrs,
            "employees": profile.employees,
            "home_csrs": profile.home_csrs,
            "sectors": sorted(profile.sectors),
            "channels": sorted(profile.channels),
            "volumes": dict(sorted(profile.volumes.items())),
        }
        for (organisation, back), profile in sorted(study.profiles.items())
    ]


def register_of(study: Study) -> dict[str, Any]:
    """Honours of earlier years, where a rule bars who has them (S48)."""
    if not study.bars:
        return {}
    earlier = study.earlier
    wins = {str(pk): [asdict(win) for win in wins] for pk, wins in sorted(earlier.wins.items())}
    return {"last_year": earlier.last_year, "wins": wins}


# Compared


def changed(then: dict, now: dict) -> list[str]:
    """What is otherwise than when it was sealed, in words. What an older seal does not hold is not compared."""

    def differs(*names: str) -> bool:
        return any(name in then and then[name] != now.get(name) for name in names)

    told = (
        (
            differs("method", "measure", "rate_rounding", "tie_policy", "placings"),
            _("What is measured, or how it is compared, has changed since."),
        ),
        (differs("survey_year", "award_year"), _("The years of the cycle have changed since.")),
        (differs("minimum_entrants"), _("How many entrants the award needs has changed since.")),
        (differs("rules", "bands"), _("The rules have changed since.")),
        (
            differs("surveys"),
            _("Which surveys count, chosen at random and reflecting the call types, has changed since."),
        ),
        (differs("organisation_scope", "groups"), _("Which organizations count as one has changed since.")),
        (differs("choices"), _("Who asked to be entered, or opted out, has changed since.")),
        (differs("register"), _("The register of earlier honors has changed since.")),
    )
    return [*(sentence for is_so, sentence in told if is_so), *profiles_changed(then, now), *files_changed(then, now)]


def profiles_changed(then: dict, now: dict) -> list[str]:
    """Of whom something else is known since, by name."""
    if "profiles" not in then:
        return []
    before, after = known_of(then), known_of(now)
    keys = sorted(pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk))
    if not keys:
        return []
    names = sorted(Organisation.objects.filter(pk__in=keys[:MOST_NAMED]).values_list("name", flat=True))
    more = "" if len(keys) <= MOST_NAMED else " …"
    return [
        _("What is known of organizations (headcounts, sectors, channels, participation) has changed since: %(names)s.")
        % {"names": ", ".join(names) + more}
    ]


def known_of(conditions: dict) -> dict[int, list]:
    found: dict[int, list] = {}
    for one in conditions["profiles"]:
        found.setdefault(one["organisation"], []).append(one)
    for organisation, kinds in conditions["participation"]:
        found.setdefault(organisation, []).append(kinds)
    return found


def files_changed(then: dict, now: dict) -> list[str]:
    before = {one["code"]: one for one in then.get("files", [])}
    after = {one["code"]: one for one in now.get("files", [])}
    found = [
        _("The file %(name)s was taken in since.") % {"name": after[code]["name"]}
        for code in sorted(after.keys() - before.keys())
    ]
    found += [
        _("The file %(name)s was withdrawn since.") % {"name": before[code]["name"]}
        for code in sorted(before.keys() - after.keys())
    ]
    if [code for code in before if code in after] != [code for code in after if code in before]:
        found.append(_("The files correct one another in another order since."))
    return found
