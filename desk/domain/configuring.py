"""The verbs of setting up: what an administrator changes on a screen, with its trace and its re-check."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _

from nominations.domain import eligibility, what_if
from nominations.models import Answer, Nomination
from operations.domain import audit
from operations.refusal import Refused
from programs.domain import instruments, loading, plans, shifting
from programs.domain.comparing import differences
from programs.domain.measured_coherence import problems_of_measure
from programs.measure import Measure
from programs.models import Category, Cycle, EligibilityRule, Question
from programs.rules import rule_from, validate
from recognition.domain import announcements

from . import structure
from .submissions import submissions_of

#: What rules, limits and places look at: when it changes, everything submitted is checked again.
LOOKED_AT = {
    "award_year", "survey_year", "opens_at", "closes_at", "judging_opens_at", "ceremony_on", "counts_for_caps",
    "organisation_scope", "time_zone",
}  # fmt: skip


@dataclass(frozen=True)
class Touched:
    """What a change of rules would touch."""

    drafts: int
    submitted: int


def touched_by_rules(cycle: Cycle, category: Category | None) -> Touched:
    """How many nominations a changed rule is asked about again: those of its category, or of the whole cycle."""
    rows = Nomination.objects.filter(cycle=cycle)
    rows = rows.filter(category=category) if category else rows
    counts = dict(rows.order_by().values_list("state").annotate(models.Count("pk")))
    return Touched(drafts=counts.get("draft", 0), submitted=counts.get("submitted", 0))


@transaction.atomic
def save(form, cycle: Cycle, *, what: str, by) -> models.Model:
    """Save a model form and write to the trail which fields changed, from what to what."""
    before = {name: form.initial.get(name) for name in form.changed_data}
    row = form.save()
    change = {name: {"from": str(before[name]), "to": str(form.cleaned_data.get(name))} for name in form.changed_data}
    if what == "criterion" and "weight" in change:
        structure.reweigh(row.category, by=by)
    if what == "placing":
        announcements.lay_anew(row.category)
    audit.record(f"{what} changed", f"{what}:{row.pk}", by=by, program=cycle.program.slug, change=change)
    if LOOKED_AT & change.keys():
        eligibility.rules_changed(cycle, by=by)
    return row


def preview_rule(rule: EligibilityRule) -> what_if.Preview | None:
    """What saving this rule would change, nothing written; None where its parameters cannot be read."""
    return None if validate(rule.kind, rule.params) else what_if.preview(rule)


@transaction.atomic
def save_rule(rule: EligibilityRule, *, by) -> EligibilityRule:
    """Write a rule, new or changed, and have what it touches checked again. Wrong parameters are refused."""
    if wrong := validate(rule.kind, rule.params):
        raise Refused(*wrong)
    before = EligibilityRule.objects.filter(pk=rule.pk).first() if rule.pk else None
    if before and before.kind != rule.kind:
        raise Refused(_("A rule keeps its kind. Switch this one off and add another."))
    rule.save()
    change = {
        "from": {"params": before.params, "enabled": before.is_enabled} if before else {},
        "to": {"params": rule.params, "enabled": rule.is_enabled},
        "says": rule_from(rule.kind, rule.params).describe(),
    }
    audit.record("rule changed", f"rule:{rule.pk}", by=by, program=rule.cycle.program.slug, change=change)
    eligibility.rules_changed(rule.cycle, by=by)
    return rule


def contradictions(category: Category, params: dict) -> list[str]:
    """What speaks against measuring this award so, beside how it is selected and what its rules look at."""
    plan = plans.plan_of_category(category, category.cycle.program) | {"measure": params}
    path = ("categories", category.slug)
    return [f"{sentence[:1].upper()}{sentence[1:]}." for _path, sentence in problems_of_measure(plan, path)]


@transaction.atomic
def save_measure(category: Category, params: dict, *, by) -> Category:
    """Write what decides a measured award. What is sealed stays as it was decided."""
    structure.refuse_when_sealed(category)
    if wrong := Measure.validate(params) or contradictions(category, params):
        raise Refused(*wrong)
    change = {"from": category.measure, "to": params}
    category.measure = params
    category.save(update_fields=["measure"])
    program = category.cycle.program.slug
    audit.record("measure changed", f"category:{category.pk}", by=by, program=program, change=change)
    eligibility.rules_changed(category.cycle, by=by)
    return category


@transaction.atomic
def remove_rule(rule: EligibilityRule, *, by) -> None:
    """Take a rule out altogether; where administrators have decided it by hand, switch it off instead."""
    if rule.overrides.exists():
        raise Refused(_("Somebody decided this rule by hand for a nomination. Switch it off instead."))
    pk, cycle, change = rule.pk, rule.cycle, {"kind": rule.kind, "params": rule.params, "source": rule.source}
    rule.delete()
    audit.record("rule removed", f"rule:{pk}", by=by, program=cycle.program.slug, change=change)
    eligibility.rules_changed(cycle, by=by)


@transaction.atomic
def remove_question(question: Question, *, by) -> None:
    """Take a question out of a form that nobody has answered yet."""
    if Answer.objects.filter(question=question).exists() or question.attachments.exists():
        raise Refused(_("This question is answered already. Answers are never thrown away, so it stays."))
    newest = instruments.newest(question.category)
    if newest and any(question.slug in section.get("questions", []) for section in newest.sections):
        raise Refused(_("The instrument looks at this question. Take it out of the instrument first."))
    pk, program = question.pk, question.category.cycle.program.slug
    audit.record("question removed", f"question:{pk}", by=by, program=program, change={"label": question.label})
    question.delete()


@transaction.atomic
def next_cycle(cycle: Cycle, *, slug: str, name: str, award_year: int, dates: dict[str, str], by) -> Cycle:
    """A new cycle with everything of this one but its dates, hidden until it is made public.

    Moments of single awards and placings, and the survey year, move on by as many years as the award year.
    `dates` are written as in a program file, in the program's zone: {"opens": "2027-01-05 09:00", ...}.
    """
    if Cycle.objects.filter(program=cycle.program, slug=slug).exists():
        raise Refused(_("There is a cycle with this address already."))
    plan = shifting.shifted(plans.plan_of(cycle), award_year - cycle.award_year)
    plan["cycle"] |= {"slug": slug, "name": name, "award_year": award_year, "is_public": False, **dates}
    made = loading.apply(plan, submissions_of=submissions_of, by=by).cycle
    audit.record("cycle copied", f"cycle:{made.pk}", by=by, program=cycle.program.slug, change={"from": cycle.slug})
    return made


def changes_of(cycle: Cycle, plan: dict) -> list[str]:
    """What applying a program file would change, a line each."""
    return list(differences(plans.plan_of(cycle), plan))
