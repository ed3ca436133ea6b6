"""A category's settings as sentences: what a rule asks, how it is judged, what its winners receive."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..enums import Section, SelectionMethod, TiePolicy
from ..measure import measure_of
from ..models import Category, EligibilityRule, Placing, Question
from ..rules import rule_from
from . import measure_words


@dataclass(frozen=True)
class RuleInWords:
    title: str
    sentence: str


@dataclass(frozen=True)
class Passage:
    """A sentence of the organiser with the rules that are read out of it."""

    source: str
    rules: list[RuleInWords]


def passages(rules: list[EligibilityRule]) -> list[Passage]:
    """Rules in plain English beside their source, which may set several. Those switched off are left out."""
    by_source: dict[str, list[RuleInWords]] = {}
    for row in rules:
        if row.is_enabled and row.params.get("enabled", True):
            by_source.setdefault(row.source, []).append(in_words(row))
    return [Passage(source, found) for source, found in by_source.items()]


def in_words(row: EligibilityRule) -> RuleInWords:
    rule = rule_from(row.kind, row.params)
    return RuleInWords(str(rule.title), rule.describe())


def how_it_is_judged(category: Category) -> list[str]:
    """The facts of judging that the organiser's own words in `how_judged` leave out."""
    if category.measure and category.method in MEASURED:
        measure = measure_of(category.measure)
        return measure_words.sentences(measure, method=category.method, tie_policy=category.tie_policy)
    if category.method != SelectionMethod.PANEL:
        return [] if category.how_judged else [str(METHODS[category.method])]
    sentences = [
        ngettext("%(n)d judge reads each entry.", "%(n)d judges read each entry.", category.panel_size)
        % {"n": category.panel_size},
    ]
    if category.quorum_binds:
        sentences.append(
            ngettext(
                "No result is fixed before each entry has %(n)d scorecard.",
                "No result is fixed before each entry has %(n)d scorecards.",
                category.quorum,
            )
            % {"n": category.quorum}
        )
    if category.is_blind:
        sentences.append(_("Judges do not see whose entry it is."))
    if category.how_judged:
        return sentences
    sentences.append(
        _("Each criterion is marked from %(low)s to %(high)s.")
        % {"low": category.scale.get("min", 1), "high": category.scale.get("max", 10)}
    )
    if category.tie_policy == TiePolicy.DECIDE:
        sentences.append(_("Where two entries are level, a person decides."))
    elif category.tie_policy == TiePolicy.SHARE:
        sentences.append(_("Entries that are level share the placing."))
    return sentences


MEASURED = (SelectionMethod.RANKING, SelectionMethod.THRESHOLD)
METHODS = {
    SelectionMethod.RANKING: gettext_lazy("The highest measured result wins."),
    SelectionMethod.THRESHOLD: gettext_lazy("Everyone who reaches the bar is recognized."),
    SelectionMethod.APPOINTMENT: gettext_lazy(
        "The recipient is chosen by the organizer. There is no panel and no scoring."
    ),
    SelectionMethod.ASSESSMENT: gettext_lazy("Experts assess each entry: met or not met."),
}


@dataclass(frozen=True)
class Recognition:
    """A placing and what it brings, e.g. "One winner": award, plaque, certificate."""

    placing: str
    how_many: str
    receives: list[str]


def recognitions(placings: list[Placing], method: str = "") -> list[Recognition]:
    return [
        Recognition(placing.name, how_many(placing, method), [received(one) for one in placing.recognitions])
        for placing in placings
    ]


def received(recognition: dict) -> str:
    """The exact words, with the currency of a sum of money once somebody set it (S45)."""
    words, currency = recognition.get("words", ""), recognition.get("currency", "")
    return f"{words} ({currency})" if currency else words


def how_many(placing: Placing, method: str = "") -> str:
    if placing.places is None and method == SelectionMethod.PANEL:
        return _("As many as the panel chooses")
    if placing.places is None:
        return _("Everyone who reaches it")
    return ngettext("%(n)d place", "%(n)d places", placing.places) % {"n": placing.places}


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of one section of the form, in its order."""

    section: str
    label: str
    questions: list[Question]


def questions_by_section(questions: list[Question]) -> list[QuestionGroup]:
    groups = [
        QuestionGroup(section.value, str(section.label), [q for q in questions if q.section == section])
        for section in Section
    ]
    return [group for group in groups if group.questions]


def limit_in_words(question: Question) -> str:
    """What an answer may hold, e.g. "up to 350 words"."""
    limits = question.limits or {}
    words = []
    if limits.get("max_words"):
        words.append(_("up to %(n)s words") % {"n": limits["max_words"]})
    elif limits.get("max_length"):
        words.append(_("up to %(n)s characters") % {"n": limits["max_length"]})
    if limits.get("max_files"):
        n = limits["max_files"]
        words.append(ngettext("up to %(n)d file", "up to %(n)d files", n) % {"n": n})
    if limits.get("max_megabytes"):
        words.append(_("%(n)s MB each") % {"n": limits["max_megabytes"]})
    return ", ".join(words)
