"""Adding and taking away what a cycle is made of. What somebody has used already stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from judging.domain import scoring
from judging.models import Decision, Mark, MarkVersion, PanelMember, Proposal, Scorecard
from nominations.domain import eligibility
from nominations.models import Nomination
from operations.domain import audit
from operations.refusal import Refused
from programs.domain import instruments
from programs.enums import PlacingKind, QuestionKind, Section, SelectionMethod
from programs.models import Category, Criterion, Cycle, Placing, Question, Terms
from recognition.models import Announcement, Honour

STORY_WORDS = 500


def next_position(rows: QuerySet) -> int:
    return (rows.order_by().aggregate(last=Max("position"))["last"] or 0) + 1


def free_slug(rows: QuerySet, name: str, *, field: str = "slug") -> str:
    """A slug for a new row that none of its siblings has."""
    return slug_beside(set(rows.order_by().values_list(field, flat=True)), slugify(name)[:70])


def slug_beside(taken: set[str], base: str) -> str:
    base = base or "row"
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, 1000))] if slug not in taken)


# Categories


@transaction.atomic
def add_category(cycle: Cycle, category: Category, *, by) -> Category:
    """A new award with one placing, its winner or who is certified. All else is added on its own page."""
    category.cycle = cycle
    category.slug = free_slug(cycle.categories, category.name)
    category.key = free_slug(cycle.categories, f"{cycle.program.slug}-{category.slug}", field="key")
    category.position = next_position(cycle.categories)
    is_designation = category.method == SelectionMethod.ASSESSMENT
    category.counts_for_caps = category.counts_for_caps and not is_designation
    category.save()
    if is_designation:
        certify(category)
    else:
        Placing.objects.create(category=category, slug="winner", kind=PlacingKind.WINNER, name=_("Winner"), places=1)
    if category.accepts_nominations:
        ask_who_is_entered(category, _("Who or what is entered?"))
    record("category added", category, cycle, by, {"name": category.name})
    eligibility.rules_changed(cycle, by=by)
    return category


def certify(category: Category) -> None:
    """What a designation begins with: its certificate, and whose name stands on it."""
    Placing.objects.create(
        category=category,
        slug="certified",
        kind=PlacingKind.CERTIFIED,
        name=_("Certified"),
        recognitions=[{"kind": "certificate", "words": category.name}],
    )
    ask_who_is_entered(category, _("Your name as it should stand on the certificate"))


def ask_who_is_entered(category: Category, label: str) -> None:
    Question.objects.create(
        category=category,
        slug="entrant-name",
        section=Section.ENTRANT,
        kind=QuestionKind.TEXT,
        label=label,
        fact="entrant_name",
        visibility="identity",
        position=1,
    )


@transaction.atomic
def remove_category(category: Category, *, by) -> None:
    """Take out a category that nobody has entered, judges or decided."""
    if reason := why_category_stays(category):
        raise Refused(reason)
    cycle = category.cycle
    record("category removed", category, cycle, by, {"name": category.name, "key": category.key})
    category.delete()
    eligibility.rules_changed(cycle, by=by)


def why_category_stays(category: Category) -> str:
    if Nomination.objects.filter(category=category).exists():
        return _("Somebody has begun a nomination here, so the category stays. It can stop taking nominations instead.")
    if Decision.objects.filter(category=category).exists() or Proposal.objects.filter(category=category).exists():
        return _("This category has proposals or a decision, so it stays.")
    if PanelMember.objects.filter(panel__category=category, left_at=None).exists():
        return _("Judges sit on its panel. Take them off first.")
    if Honour.objects.filter(category=category).exists() or Announcement.objects.filter(category=category).exists():
        return _("This category has honors or an announcement, so it stays.")
    return ""


# Criteria


@transaction.atomic
def add_criterion(category: Category, criterion: Criterion, *, with_question: bool, by) -> Criterion:
    """A new line of the rubric, with a long-text question for the nominator where wanted."""
    refuse_when_judged(category)
    criterion.category = category
    criterion.slug = free_slug(category.criteria, criterion.name)
    criterion.position = next_position(category.criteria)
    criterion.save()
    if with_question:
        Question.objects.create(
            category=category,
            slug=free_slug(category.questions, criterion.slug),
            section=Section.STORY,
            kind=QuestionKind.NARRATIVE,
            label=criterion.name,
            help_text=criterion.description,
            limits={"max_words": STORY_WORDS},
            criterion=criterion,
            position=next_position(category.questions),
        )
    record("criterion added", criterion, category.cycle, by, {"name": criterion.name, "weight": criterion.weight})
    return criterion


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by) -> None:
    """Take out a line of the rubric that no judge has marked. Its question stays, and speaks to no criterion."""
    category = criterion.category
    refuse_when_judged(category)
    if Mark.objects.filter(criterion=criterion).exists() or MarkVersion.objects.filter(criterion=criterion).exists():
        raise Refused(_("A judge has marked this criterion, so it stays. Marks are never thrown away."))
    newest = instruments.newest(category)
    if newest and any(section["competency"] == criterion.slug for section in newest.sections):
        raise Refused(_("The instrument looks at this competency. Take it out of the instrument first."))
    record("criterion removed", criterion, category.cycle, by, {"name": criterion.name})
    criterion.delete()


def refuse_when_judged(category: Category) -> None:
    """A rubric keeps its lines once scorecards are in: all entries are held against the same one."""
    if Scorecard.objects.filter(assignment__nomination__category=category, state="submitted").exists():
        raise Refused(_("Scorecards of this category are submitted already, so its rubric keeps its lines."))


@transaction.atomic
def reweigh(category: Category, *, by) -> int:
    """After a weight changed, the totals that judges see of their own scorecards are computed anew."""
    refuse_when_sealed(category)
    scorecards = Scorecard.objects.filter(assignment__nomination__category=category, marks__value__isnull=False)
    found = list(scorecards.distinct())
    for scorecard in found:
        scoring.retotal(scorecard)
    return len(found)


def refuse_when_sealed(category: Category) -> None:
    if Decision.objects.filter(category=category, state="sealed").exists():
        raise Refused(_("This category is decided and sealed. Reopen the decision first."))


# Placings


@transaction.atomic
def add_placing(category: Category, placing: Placing, *, by) -> Placing:
    """Something more that the category awards."""
    refuse_when_sealed(category)
    placing.category = category
    placing.slug = free_slug(category.placings, placing.name)
    placing.position = next_position(category.placings)
    placing.save()
    record("placing added", placing, category.cycle, by, {"name": placing.name, "places": placing.places})
    return placing


@transaction.atomic
def remove_placing(placing: Placing, *, by) -> None:
    """Take out a placing that nobody was given. A category keeps at least one."""
    category = placing.category
    refuse_when_sealed(category)
    if category.placings.count() < 2:
        raise Refused(_("A category awards at least one placing."))
    decided = Decision.objects.filter(category=category, placings__placing=placing).exists()
    if decided or Honour.objects.filter(placing=placing).exists():
        raise Refused(_("Somebody was given this placing, so it stays."))
    record("placing removed", placing, category.cycle, by, {"name": placing.name})
    placing.delete()


# Terms


@transaction.atomic
def publish_terms(cycle: Cycle, kind: str, text: str, *, by) -> Terms:
    """A new version of the terms. Earlier versions stay as they were, with who accepted them."""
    text = text.strip()
    if not text:
        raise Refused(_("Please write the terms."))
    rows = Terms.objects.select_for_update().filter(program=cycle.program, kind=kind).order_by("-version")
    newest = rows.first()
    if newest and newest.text.strip() == text:
        raise Refused(_("This says the same as version %(n)d, which is in force.") % {"n": newest.version})
    made = Terms.objects.create(
        program=cycle.program, kind=kind, version=newest.version + 1 if newest else 1, text=text
    )
    record("terms published", made, cycle, by, {"kind": kind, "version": made.version})
    return made


def record(action: str, row: Model, cycle: Cycle, by, change: dict) -> None:
    key = f"{row._meta.model_name}:{row.pk}"
    audit.record(action, key, by=by, program=cycle.program.slug, change=change)
