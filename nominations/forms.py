"""Forms of the nominator's journey: they clean what was typed and know how each question looks."""

from __future__ import annotations

from functools import cached_property

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy, ngettext

from operations.web import whole_number
from programs.enums import QuestionKind, Section
from programs.models import Category

from .domain import filetypes, pages, tables, values
from .domain.attachments import most_files
from .domain.readiness import Line, SectionPart
from .enums import Relation
from .models import AnswerVersion, Nomination

PREFIX = "q-"
VERSION_PREFIX = "v-"
MOST_SIDE_BY_SIDE = 5
"""A table of more columns shows each row as a sheet: side by side they would be too narrow to write in."""

INPUT_TYPES = {
    QuestionKind.TEXT: "text",
    QuestionKind.EMAIL: "email",
    QuestionKind.DATE: "date",
    QuestionKind.VIDEO_LINK: "url",
    QuestionKind.NUMBER: "text",
}
HEADINGS = {
    Section.ELIGIBILITY: gettext_lazy("These answers decide whether it can be entered, so they come first."),
    Section.ENTRANT: gettext_lazy("As it should stand on the certificate."),
    Section.CENTER: gettext_lazy("Which contact center you assess. It may be a client's."),
    Section.ENVIRONMENT: gettext_lazy("How things are today: strategies, practices and processes."),
    Section.STRENGTHS: gettext_lazy("What to build on, and what to make better."),
    Section.PLAN: gettext_lazy("Solutions and recommendations that make the center more effective."),
    Section.STORY: gettext_lazy("One text for each criterion. Judges read exactly these."),
    Section.SUPPORT: gettext_lazy("What shows it: files and a video, if you have them."),
    Section.STATEMENTS: gettext_lazy("Read and tick what is true."),
}


def field_name(slug: str) -> str:
    return f"{PREFIX}{slug}"


class TableWidget(forms.Widget):
    """Reads a table's cells, whose fields are named after their row and column."""

    def __init__(self, question) -> None:
        super().__init__()
        self.question = question

    def value_from_datadict(self, data, files, name):
        return tables.typed(self.question, data)


class AnswerField(forms.Field):
    """A form field that reads its text as the question's kind of answer; drafts may stay empty."""

    def __init__(self, line: Line) -> None:
        question = line.question
        widget = TableWidget(question) if question.kind == QuestionKind.TABLE else None
        super().__init__(
            required=False, label=question.label, initial=line.value, help_text=question.help_text, widget=widget
        )
        self.line = line

    def clean(self, value):
        try:
            return values.clean(self.line.question, value)
        except values.InvalidAnswer as error:
            raise forms.ValidationError(str(error)) from error


class QuestionObject(LayoutObject):
    """One question in a crispy layout, drawn by one light template of its own.

    Twenty fields through crispy's nested templates cost most of a page; this draws the same Bootstrap
    markup from one template that is parsed once.
    """

    def __init__(self, line: Line) -> None:
        self.line = line

    def render(self, form, context, template_pack=None, **kwargs) -> SafeString:
        return form.draw(self.line)


class SectionObject(LayoutObject):
    """One section of the form with its heading; the first one also asks who nominates whom."""

    def __init__(self, part: SectionPart) -> None:
        self.part = part
        self.fields = [QuestionObject(line) for line in part.lines]

    def render(self, form, context, template_pack=None, **kwargs) -> SafeString:
        drawn = mark_safe("".join(item.render(form, context) for item in self.fields))  # nosec B308 B703: rendered templates
        extra = form.details_html() if self.part.slug == Section.ELIGIBILITY else ""
        return get_template("nominations/fields/section.html").render(
            {"part": self.part, "heading": HEADINGS[self.part.slug], "questions": drawn, "details": extra}
        )


class EntryForm(forms.Form):
    """The whole entry form of a category, built from its questions.

    `conflicts` are this writer's texts that stand beside a saved one, by question.
    """

    def __init__(
        self,
        nomination: Nomination,
        parts: list[SectionPart],
        *,
        data=None,
        conflicts: dict[int, AnswerVersion] | None = None,
        details=None,
        deficient: set[str] = frozenset(),
    ) -> None:
        super().__init__(data)
        self.deficient = deficient
        self.nomination, self.parts, self.conflicts, self.details = nomination, parts, conflicts or {}, details
        self.file_errors: dict[str, list[str]] = {}
        for line in self.answerable:
            self.fields[field_name(line.question.slug)] = AnswerField(line)

    @property
    def answerable(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines if line.question.kind != QuestionKind.ATTACHMENTS]

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*(SectionObject(part) for part in self.parts))
        return helper

    @property
    def stopped(self) -> list[tuple[str, str, str]]:
        """What is not saved as it was sent, in the form's order: where it stands, its label, what is wrong."""
        if not self.is_bound:
            return []
        return [
            (f"question-{line.question.slug}", line.question.label, error)
            for part in self.parts
            for line in part.lines
            for error in [
                *self.errors.get(field_name(line.question.slug), []),
                *self.file_errors.get(line.question.slug, []),
            ]
        ]

    def typed(self, line: Line) -> tuple[object, int]:
        """What was sent for a question, and on top of which version; missing means untouched."""
        slug = line.question.slug
        version = self.data.get(f"{VERSION_PREFIX}{slug}", "0")
        return self.cleaned_data.get(field_name(slug)), whole_number(version)

    def was_sent(self, line: Line) -> bool:
        """Unticked boxes are not sent at all, so a statement counts as sent when its version was; a table too."""
        slug = line.question.slug
        by_version = line.question.kind in (QuestionKind.STATEMENT, QuestionKind.TABLE)
        sent = f"{VERSION_PREFIX}{slug}" if by_version else field_name(slug)
        return sent in self.data

    def draw(self, line: Line) -> SafeString:
        name = field_name(line.question.slug)
        errors = list(self.errors.get(name, [])) if self.is_bound else []
        value = line.value
        if errors:
            is_table = line.question.kind == QuestionKind.TABLE
            value = tables.typed(line.question, self.data) if is_table else self.data.get(name)
        return draw_question(
            self.nomination,
            line,
            value=value,
            errors=errors + self.file_errors.get(line.question.slug, []),
            kept=self.conflicts.get(line.question.pk),
            is_deficient=line.question.slug in self.deficient,
        )

    def details_html(self) -> str:
        if self.details is None:
            return ""
        return get_template("nominations/fields/details.html").render(
            {"nomination": self.nomination, "details": self.details}
        )


def draw_question(
    nomination: Nomination | None,
    line: Line,
    *,
    value,
    errors: list[str] | tuple = (),
    kept: AnswerVersion | None = None,
    is_deficient: bool = False,
) -> SafeString:
    """One question as HTML, the same in the whole form and as a fragment; without a nomination it saves nothing."""
    question = line.question
    kind = question.kind
    context = {
        "q": question,
        "kind": kind,
        "slug": question.slug,
        "name": field_name(question.slug),
        "value": "" if value is None else value,
        "version": line.version,
        "url": reverse("nominations:save_answer", args=[nomination.code, question.slug]) if nomination else "",
        "errors": errors,
        "is_deficient": is_deficient,
        "help": question.help_text,
        "criterion": question.criterion if kind in (QuestionKind.NARRATIVE, QuestionKind.TABLE) else None,
        "input_type": INPUT_TYPES.get(kind, "text"),
        "max_words": question.limits.get("max_words"),
        "max_length": question.limits.get("max_length"),
    }
    if kind == QuestionKind.NARRATIVE:
        context["words"] = values.words(str(context["value"]))
        context["rows"] = min(14, max(6, (context["max_words"] or 200) // 25))
    if kind == QuestionKind.CHOICE:
        context["options"] = [(str(choice["value"]), choice["label"]) for choice in question.choices]
        context["as_radios"] = len(question.choices) <= 4
    if kind == QuestionKind.TABLE:
        context |= {
            "columns": tables.columns_of(question),
            "rows": tables.drawn(question, value),
            "named": bool(tables.named_rows(question)),
            "confidential": tables.has_confidential(question),
            "most_rows": tables.most_rows(question),
            "as_sheets": len(tables.columns_of(question)) > MOST_SIDE_BY_SIDE,
        }
    if kind == QuestionKind.ATTACHMENTS:
        context |= files_context(nomination, line)
    if kept is not None:
        context |= conflict_context(line, kept)
    return get_template("nominations/fields/question.html").render(context)


def files_context(nomination: Nomination, line: Line) -> dict:
    question = line.question
    most = most_files(question)
    only_pdf = pages.takes_only_pdf(nomination, question)
    return {
        "nomination": nomination,
        "q": question,
        "slug": question.slug,
        "attachments": line.attachments,
        "is_full": len(line.attachments) >= most,
        "accept": ".pdf" if only_pdf else filetypes.ACCEPT,
        "upload_url": reverse("nominations:files", args=[nomination.code, question.slug]),
        "limits": ngettext(
            "%(kinds)s; one file of up to %(mb)d MB.", "%(kinds)s; up to %(most)d files of %(mb)d MB each.", most
        )
        % {
            "kinds": "PDF" if only_pdf else filetypes.IN_WORDS,
            "most": most,
            "mb": question.limits.get("max_megabytes") or filetypes.DEFAULT_MEGABYTES,
        },
    }


def conflict_context(line: Line, kept: AnswerVersion) -> dict:
    return {
        "kept": kept,
        "theirs": values.shown(line.question, line.value),
        "theirs_by": kept.answer.updated_by,
        "theirs_at": kept.answer.updated_at,
        "mine": kept.value if isinstance(kept.value, str) else values.shown(line.question, kept.value),
        "can_merge": line.question.kind in (QuestionKind.NARRATIVE, QuestionKind.TEXT),
    }


class DetailsForm(forms.Form):
    """Who is nominated, and what the nominator is to the nominee."""

    organisation = forms.CharField(
        label=gettext_lazy("Organization that is nominated"),
        max_length=200,
        required=False,
        strip=True,
        error_messages={"required": gettext_lazy("Tell us which organization is nominated.")},
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("What are you to the nominee?"),
        choices=[("", gettext_lazy("Please choose")), *Relation.choices],
        required=False,
    )
    details_version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class StartForm(DetailsForm):
    """The questions that decide eligibility, asked before anything is written."""

    def __init__(self, category: Category, parts: list[Line], data=None, initial=None) -> None:
        super().__init__(data, initial=initial)
        self.category, self.lines = category, parts
        for line in parts:
            self.fields[field_name(line.question.slug)] = AnswerField(line)

    def answers(self) -> dict:
        """What was told so far, by question; what cannot be read yet is left out."""
        return {
            line.question: self.cleaned_data[field_name(line.question.slug)]
            for line in self.lines
            if self.cleaned_data.get(field_name(line.question.slug)) is not None
        }

    def facts(self) -> dict:
        """The same as names of facts, the way the quick check and the API take them."""
        told = {question.fact: value for question, value in self.answers().items() if question.fact}
        return {
            **told,
            "relation": self.cleaned_data.get("relation") or "",
            "organisation": self.cleaned_data.get("organisation") or "",
        }


class InviteForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address of your colleague"))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why? (for your own timeline, optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ManagerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of your manager"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail address of your manager"))


class StoryForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Who tells a story"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("Leave it empty to hand out the link yourself."),
    )


class SignOffForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200)
