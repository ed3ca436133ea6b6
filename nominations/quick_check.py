"""The form of the quick check: only what the rules of a category look at, all of it optional."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.domain.in_force import rules_of
from programs.enums import QuestionKind, Section
from programs.models import Category, Question
from programs.rules.report import LIMIT, Report

from .domain import eligibility
from .domain.facts import facts_from
from .domain.typed_facts import UnreadableFacts
from .enums import Eligibility, Relation

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
ORDER = [Eligibility.INELIGIBLE, Eligibility.NEEDS_INFORMATION, Eligibility.ELIGIBLE, LIMIT]


class QuickCheckForm(forms.Form):
    """Relation and organisation, and each question of the category whose fact a rule needs.

    Nothing is required: what is not known is "needs information" in the answer.
    """

    def __init__(self, category: Category, questions: list[Question], data=None) -> None:
        super().__init__(data)
        self.category = category
        self.facts: dict[str, str] = {}
        needed = facts_needed(category)
        if "relation" in needed:
            self.ask("relation", "relation", relation_field())
        for question in questions:
            if question.fact in needed:
                self.ask(f"q-{question.slug}", question.fact, field_for(question))
        if needed:
            self.ask("organisation", "organisation", organisation_field())

    def ask(self, name: str, fact: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.facts[name] = fact

    def clean(self) -> dict:
        """Reads the facts with the reader that the API uses, and puts its sentences beside the fields."""
        told = {fact: self.cleaned_data.get(name) for name, fact in self.facts.items()}
        try:
            self.found = facts_from(self.category, {fact: value or None for fact, value in told.items()})
        except UnreadableFacts as wrong:
            fields = {fact: name for name, fact in self.facts.items()}
            for problem in wrong.problems:
                self.add_error(fields.get(problem.field), problem.sentence)
        return self.cleaned_data

    @property
    def report(self) -> Report:
        """The answer, what speaks against it first."""
        report = eligibility.evaluate(self.category, self.found)
        return replace(report, lines=sorted(report.lines, key=lambda line: ORDER.index(line["verdict"])))


def facts_needed(category: Category) -> set[str]:
    """What the rules look at. A visitor finds nothing by an e-mail address or an agent's number: they are not asked."""
    rules = [one.rule for one in rules_of(category) if one.rule is not None]
    return {fact for rule in rules for fact in rule.facts_needed()} - {"entrant_email", "agent_number"}


def relation_field() -> forms.Field:
    return forms.ChoiceField(
        label=_("What are you to the nominee?"), choices=[("", _("Please choose")), *Relation.choices], required=False
    )


def organisation_field() -> forms.Field:
    return forms.CharField(
        label=_("Organization of the nominee"),
        help_text=_("So that last year's winners are found. Nothing you type here is kept."),
        max_length=200,
        required=False,
    )


def field_for(question: Question) -> forms.Field:
    helps = question.help_text if question.section == Section.ELIGIBILITY else ""
    words = {"label": question.label, "help_text": helps, "required": False}
    if question.kind in (QuestionKind.STATEMENT, QuestionKind.YES_NO):
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **words)
    if question.kind == QuestionKind.CHOICE:
        choices = [(str(one["value"]), one["label"]) for one in question.choices]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)
    if question.kind == QuestionKind.DATE:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **words)
    if question.kind == QuestionKind.NUMBER:
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "numeric"}), max_length=20, **words)
    return forms.CharField(max_length=200, **words)
