"""What is still missing before a cycle can open, be judged and be announced: sentences, each with where to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from judging.models import Decision, JudgeInvitation, PanelMember
from nominations.models import PastHonour
from operations import clock
from operations.domain import health
from programs.domain import coherence, measured_coherence, plans
from programs.domain.assessment import settings_of
from programs.enums import Role, SelectionMethod, TermsKind
from programs.models import Category, Cycle
from programs.rules import validate
from recognition.models import Announcement

STEP_NAMES = {
    "opens": gettext_lazy("Entries open"),
    "closes": gettext_lazy("Entries close"),
    "judging_opens": gettext_lazy("Judging opens"),
    "judging_closes": gettext_lazy("Judging closes"),
    "announce": gettext_lazy("Announcement"),
}
MUST, SHOULD, FINE = "bad", "warn", "good"
SOON = timedelta(days=14)


@dataclass
class Finding:
    """One sentence. `page`, `args` and `anchor` name the administrator's page where it is mended; `url` is its address."""

    tone: str
    sentence: str
    page: str
    args: tuple = ()
    anchor: str = ""
    url: str = ""


@dataclass(frozen=True)
class Part:
    """One step on the way, with what was found. `slug` is its anchor."""

    slug: str
    title: str
    findings: list[Finding]

    @property
    def must(self) -> int:
        return sum(finding.tone == MUST for finding in self.findings)

    @property
    def should(self) -> int:
        return sum(finding.tone == SHOULD for finding in self.findings)


def check(cycle: Cycle) -> list[Part]:
    """Every step with its findings. Constant queries."""
    plan = plans.plan_of(cycle)
    categories = list(cycle.categories.prefetch_related("placings"))
    for category in categories:
        category.cycle = cycle
    return [
        Part("dates", _("Dates"), list(dates(cycle, plan, categories))),
        Part("categories", _("Categories, rules and questions"), list(awards(cycle, plan))),
        Part("terms", _("Terms and people"), list(people(cycle, plan))),
        Part("register", _("Past honors"), list(register(cycle, plan))),
        Part("judging", _("Judging"), list(judging(cycle, categories))),
        Part("announcement", _("Announcement and documents"), list(announcement(cycle, categories))),
        Part("background", _("Behind the scenes"), list(background())),
    ]


def dates(cycle: Cycle, plan: dict, categories: list[Category]) -> Iterator[Finding]:
    wrong = list(coherence.problems_of_dates(plan))
    slugs = {category.slug: category.name for category in categories}
    for path, sentence in wrong:
        if path[0] == "cycle":
            yield Finding(MUST, f"{STEP_NAMES.get(path[1], path[1])}: {sentence}.", "settings")
        else:
            yield Finding(MUST, f"{slugs[path[1]]}: {sentence}.", "category", (path[1],), "details")
    told = {category["slug"] for category in plan["categories"] if asks_for_stories(category)}
    for category in categories:
        if category.closes_at and category.closes_at > cycle.judging_opens_at:
            words = {"category": category.name, "closes": day(category.closes_at, cycle)}
            words["begins"] = day(cycle.judging_opens_at, cycle)
            sentence = _("%(category)s takes entries until %(closes)s, but judging begins on %(begins)s.") % words
            if category.slug in told:
                sentence += " " + _("Until then its stories are still written: judges may read an entry without them.")
            yield Finding(SHOULD, sentence, "category", (category.slug,), "details")
    if not cycle.is_public:
        yield Finding(SHOULD, _("The cycle is hidden: nobody but you sees it. Make it visible to open it."), "settings")
    if not wrong:
        fine = (
            _("The cycle is always open: its closing dates count for nothing.")
            if cycle.is_rolling
            else _("All dates follow one another: open, close, judge, announce.")
        )
        yield Finding(FINE, fine, "settings")


def asks_for_stories(category: dict) -> bool:
    return any(rule["kind"] == "stories" and rule["is_enabled"] for rule in category["rules"])


def day(instant: datetime, cycle: Cycle) -> str:
    """The day on the program's clocks."""
    return date_format(instant.astimezone(cycle.zone), "F j, Y")


def awards(cycle: Cycle, plan: dict) -> Iterator[Finding]:
    names = {category["slug"]: category["name"] for category in plan["categories"]}
    if not names:
        yield Finding(MUST, _("There is no category yet."), "category_new")
        return
    found = False
    for path, sentence in problems_of_categories(plan):
        found = True
        if path[0] == "cycle":
            yield Finding(MUST, _("Survey year: %(what)s.") % {"what": sentence}, "settings")
        elif path[0] == "rules":
            yield Finding(MUST, _("Limits over all categories: %(what)s.") % {"what": sentence}, "categories")
        else:
            yield Finding(MUST, f"{names[path[1]]}: {sentence}.", "category", (path[1],))
    for category in plan["categories"]:
        if category["accepts_nominations"] and not category["questions"]:
            found = True
            sentence = _("%(category)s asks nothing: its entry form is empty.") % {"category": category["name"]}
            yield Finding(MUST, sentence, "category", (category["slug"],), "questions")
        elif category["accepts_nominations"] and not any(rule["is_enabled"] for rule in category["rules"]):
            sentence = _("%(category)s has no rule: anybody and anything may be entered.")
            yield Finding(SHOULD, sentence % {"category": category["name"]}, "category", (category["slug"],), "rules")
        if category["method"] == SelectionMethod.ASSESSMENT and not category["instrument"]:
            found = True
            sentence = _("%(category)s has no instrument: experts have nothing to evaluate an assessment with.")
            yield Finding(MUST, sentence % {"category": category["name"]}, "instrument", (category["slug"],))
        if not category["description"]:
            sentence = _("%(category)s has no description for its public page.") % {"category": category["name"]}
            yield Finding(SHOULD, sentence, "category", (category["slug"],), "details")
    if not found:
        sentence = ngettext(
            "One category: its rules can be read, and its form asks for what they need.",
            "%(n)d categories: their rules can be read, and their forms ask for what they need.",
            len(names),
        )
        yield Finding(FINE, sentence % {"n": len(names)}, "categories")


def problems_of_categories(plan: dict) -> Iterator[tuple]:
    yield from coherence.twice_the_same_key(plan["categories"])
    for rule in plan["rules"]:
        yield from coherence.problems_of_rule(rule, ("rules", rule["slug"]))
    for category in plan["categories"]:
        path = ("categories", category["slug"])
        yield from coherence.problems_of_category(category, path)
        for rule in category["rules"]:
            yield from coherence.problems_of_rule(rule, (*path, "rules", rule["slug"]))
        yield from coherence.problems_of_questions(category, path)
    yield from coherence.problems_of_current_year(plan)
    yield from measured_coherence.problems(plan)


def people(cycle: Cycle, plan: dict) -> Iterator[Finding]:
    terms = plan["program"]["terms"]
    takes_entries = any(category["accepts_nominations"] for category in plan["categories"])
    if takes_entries and not terms.get(TermsKind.ENTRY):
        yield Finding(MUST, _("There are no terms of entry that a nominator could accept."), "terms")
    if not terms.get(TermsKind.CONFIDENTIALITY):
        yield Finding(MUST, _("There are no confidentiality terms: judges could open entries without any."), "terms")
    if terms.get(TermsKind.ENTRY) and terms.get(TermsKind.CONFIDENTIALITY):
        yield Finding(FINE, _("Terms of entry and confidentiality terms are published."), "terms")
    if not cycle.program.contact_email:
        yield Finding(SHOULD, _("No contact address: nominators cannot ask you anything."), "settings", (), "look")
    roles = cycle.program.roles.filter(role=Role.ADMINISTRATOR, user__is_active=True).count()
    if roles < 2:
        yield Finding(SHOULD, _("Fewer than two administrators: nobody can stand in for the other."), "people")
    if not cycle.program.require_second_factor:
        sentence = _("Administrators sign in without a second factor.")
        yield Finding(SHOULD, sentence, "settings", (), "look")


def register(cycle: Cycle, plan: dict) -> Iterator[Finding]:
    bars = [
        rule
        for category in plan["categories"]
        for rule in category["rules"]
        if rule["kind"] == "repeat_bar" and rule["is_enabled"] and not validate(rule["kind"], rule["params"])
    ]
    years = dict(
        PastHonour.objects.filter(program=cycle.program, award_year__lt=cycle.award_year)
        .order_by()
        .values_list("award_year")
        .annotate(Count("pk"))
    )
    last = cycle.award_year - 1
    if not bars:
        yield Finding(FINE, _("No rule looks at earlier winners."), "register")
    elif last in years:
        sentence = _("The winners of %(year)d are in the register: %(n)d honors.") % {"year": last, "n": years[last]}
        yield Finding(FINE, sentence, "register")
    elif years:
        sentence = _("The register ends with %(year)d, so nobody is barred as a winner of %(last)d.")
        yield Finding(MUST, sentence % {"year": max(years), "last": last}, "register")
    else:
        sentence = _("The register is empty, so nobody is barred as a winner of %(last)d.") % {"last": last}
        yield Finding(MUST, sentence, "register")


def judging(cycle: Cycle, categories: list[Category]) -> Iterator[Finding]:
    seats = dict(
        PanelMember.objects.filter(panel__category__cycle=cycle, left_at=None)
        .order_by()
        .values_list("panel__category")
        .annotate(Count("pk"))
    )
    urgent = MUST if cycle.judging_opens_at - clock.now() < SOON else SHOULD
    complete = 0
    panels = [category for category in categories if category.method == SelectionMethod.PANEL]
    for category in panels:
        judges = seats.get(category.pk, 0)
        words = {"category": category.name, "n": judges, "size": category.panel_size, "quorum": category.quorum}
        if judges < category.quorum:
            sentence = _("%(category)s has %(n)d judges; a standing needs %(quorum)d scorecards.") % words
            yield Finding(urgent, sentence, "panel", (category.slug,))
        elif judges < category.panel_size:
            sentence = _("%(category)s has %(n)d judges, but %(size)d shall read each nomination.") % words
            yield Finding(urgent, sentence, "panel", (category.slug,))
        else:
            complete += 1
    yield from experts(categories, seats)
    waiting = JudgeInvitation.objects.filter(program=cycle.program, accepted_at=None).count()
    if waiting:
        sentence = ngettext(
            "One judge has not said yes yet.", "%(n)d judges have not said yes yet.", waiting
        ) % {"n": waiting}  # fmt: skip
        yield Finding(SHOULD, sentence, "judging", (), "waiting")
    if panels and complete == len(panels):
        yield Finding(FINE, _("Every panel has enough judges for its size and quorum."), "judging")


def experts(categories: list[Category], seats: dict[int, int]) -> Iterator[Finding]:
    """Designations are always open, so their experts are wanted from the first day."""
    for category in categories:
        if category.method != SelectionMethod.ASSESSMENT:
            continue
        words = {"category": category.name, "n": seats.get(category.pk, 0), "wanted": settings_of(category).evaluators}
        if words["n"] < words["wanted"]:
            sentence = _("Experts of %(category)s: %(n)d. Each attempt is evaluated by %(wanted)d.") % words
            yield Finding(MUST, sentence, "judging")
        elif words["n"] == words["wanted"]:
            sentence = _("Experts of %(category)s: %(n)d. Where they differ, nobody is left to settle it.") % words
            yield Finding(SHOULD, sentence, "judging")


def announcement(cycle: Cycle, categories: list[Category]) -> Iterator[Finding]:
    if not cycle.program.signatories:
        yield Finding(SHOULD, _("Nobody is named who signs the certificates."), "program_file")
    if cycle.is_rolling:
        yield Finding(FINE, _("Each result is told by itself; there is no announcement to plan."), "announcement")
        return
    early = [category for category in categories if category.announced_from <= cycle.judging_closes_at]
    for category in early:
        sentence = _("%(category)s would be announced before judging closes.") % {"category": category.name}
        yield Finding(MUST, sentence, "category", (category.slug,), "details")
    placings = [placing for category in categories for placing in category.placings.all()]
    if any(placing.announce_at and placing.announce_at <= cycle.judging_closes_at for placing in placings):
        yield Finding(MUST, _("A placing would be announced before judging closes."), "categories")
    sealed = set(Decision.objects.filter(category__cycle=cycle, state="sealed").values_list("category", flat=True))
    moments = set(Announcement.objects.filter(category__cycle=cycle).values_list("category", flat=True))
    if forgotten := sealed - moments:
        sentence = ngettext(
            "One sealed decision has no announcement moment: it would stay secret.",
            "%(n)d sealed decisions have no announcement moment: they would stay secret.",
            len(forgotten),
        )
        yield Finding(MUST, sentence % {"n": len(forgotten)}, "announcement")
    if not early and not forgotten:
        yield Finding(FINE, _("Every announcement moment lies after judging."), "announcement")


def background() -> Iterator[Finding]:
    worker = health.worker()
    if worker == "ok":
        yield Finding(FINE, _("The worker is alive: letters and documents are made."), "jobs")
    else:
        yield Finding(MUST, _("No worker answers: letters and documents wait (%(why)s).") % {"why": worker}, "jobs")
