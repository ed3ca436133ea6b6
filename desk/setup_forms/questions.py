"""The form of one question of an entry form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from nominations.models import Answer
from programs.enums import QuestionKind
from programs.models import Category, Question

from ..domain.structure import free_slug, next_position
from .tables import ColumnForms


class QuestionForm(forms.ModelForm):
    """A question of the entry form. Limits and choices are typed as plain lines."""

    max_words = forms.IntegerField(label=_("Most words"), required=False, min_value=1, max_value=20_000)
    max_files = forms.IntegerField(label=_("Most files"), required=False, min_value=1, max_value=20)
    max_megabytes = forms.IntegerField(label=_("Most megabytes a file"), required=False, min_value=1, max_value=500)
    choice_lines = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line."),
    )

    row_lines = forms.CharField(
        label=_("Named rows"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, where the rows are given. Empty: whoever answers adds rows."),
    )
    min_rows = forms.IntegerField(label=_("Fewest rows"), required=False, min_value=0, max_value=100)
    max_rows = forms.IntegerField(label=_("Most rows"), required=False, min_value=1, max_value=100)
    confidential = forms.BooleanField(label=_("A row can be marked as confidential"), required=False)
    published = forms.BooleanField(label=_("A winner's page shows the rows that are not confidential"), required=False)
    current_row = forms.CharField(
        label=_("Row of the current year"),
        required=False,
        max_length=200,
        help_text=_("One of the named rows, where a table holds figures of years. Empty: none."),
    )
    partial_allowed = forms.BooleanField(
        label=_("Figures of the current year may be to date"),
        required=False,
        help_text=_("Off: an entry can be submitted only once the year is over."),
    )

    LIMITS = ("max_words", "max_files", "max_megabytes")
    CONCERN = {
        "max_words": (QuestionKind.TEXT, QuestionKind.NARRATIVE),
        "max_files": (QuestionKind.ATTACHMENTS,),
        "max_megabytes": (QuestionKind.ATTACHMENTS,),
        "choice_lines": (QuestionKind.CHOICE,),
    }
    TABLE = ("row_lines", "min_rows", "max_rows", "confidential", "published", "current_row", "partial_allowed")

    class Meta:
        model = Question
        fields = ("label", "help_text", "section", "kind", "required", "visibility", "criterion", "position")
        widgets = {"help_text": forms.Textarea(attrs={"rows": 2})}
        labels = {
            "label": _("Question"),
            "help_text": _("Help"),
            "required": _("Must be answered"),
            "visibility": _("Who may read the answer"),
            "criterion": _("Speaks to the criterion"),
            "position": _("Place in the order"),
        }

    def __init__(self, *args, category: Category, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.category = category
        self.fields["criterion"].queryset = category.criteria.all()
        self.fields["criterion"].required = False
        is_answered = bool(self.instance.pk) and Answer.objects.filter(question=self.instance).exists()
        self.columns = ColumnForms(
            self.data if self.is_bound else None, question=self.instance, is_answered=is_answered
        )
        table = self.instance.table
        this_year = table.get("current_year", {})
        self.initial |= (
            {"table": table}
            | {name: table.get(name) for name in self.TABLE}
            | {"row_lines": "\n".join(table.get("rows", []))}
            | {"current_row": this_year.get("row", ""), "partial_allowed": this_year.get("partial_allowed", True)}
        )
        if is_answered and table.get("rows"):
            self.fields["row_lines"].disabled = True
        for name in self.LIMITS:
            self.initial[name] = self.instance.limits.get(name)
        self.initial["choice_lines"] = "\n".join(each["label"] for each in self.instance.choices)
        if not self.instance.pk:
            del self.fields["position"]
        else:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("A question keeps its kind, so that answers stay readable.")
            for name, kinds in self.CONCERN.items():
                if self.instance.kind not in kinds:
                    del self.fields[name]
        if self.instance.fact and "choice_lines" in self.fields:
            self.fields["choice_lines"].disabled = True

    @cached_property
    def changed_data(self) -> list[str]:
        """The columns are forms of their own; the trail names them as the question's table."""
        return [*super().changed_data, *(["table"] if self.columns.is_bound and self.columns.has_changed() else [])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        lines = [line.strip() for line in cleaned.get("choice_lines", "").splitlines() if line.strip()]
        if cleaned.get("kind") == "choice" and len(lines) < 2:
            self.add_error("choice_lines", _("Give at least two choices, one a line."))
        cleaned["choice_lines"] = lines
        if cleaned.get("kind") == "table":
            self.clean_table(cleaned)
        return cleaned

    def clean_table(self, cleaned: dict[str, Any]) -> None:
        cleaned["row_lines"] = [line.strip() for line in cleaned.get("row_lines", "").splitlines() if line.strip()]
        if (cleaned.get("max_rows") or 100) < (cleaned.get("min_rows") or 0):
            self.add_error("max_rows", _("There cannot be fewer rows at most than at least."))
        if cleaned.get("published") and not cleaned.get("confidential"):
            self.add_error(
                "published", _("Let rows be marked as confidential first: whoever answers must have the choice.")
            )
        if cleaned.get("current_row") and cleaned["current_row"] not in cleaned["row_lines"]:
            self.add_error("current_row", _("Write it as one of the named rows, letter by letter."))
        if not self.columns.is_valid():
            for error in self.columns.non_form_errors():
                self.add_error(None, error)
            for place, form in enumerate(self.columns, start=1):
                for name, errors in form.errors.items():
                    where = _("Column %(n)d, %(field)s") % {"n": place, "field": form.fields[name].label}
                    self.add_error(None, f"{where}: {errors[0]}")

    def save(self, commit: bool = True) -> Question:
        question = self.instance
        if not question.pk:
            question.category = self.category
            question.slug = free_slug(self.category.questions, self.cleaned_data["label"])
            question.position = question.position or next_position(self.category.questions)
        known = {each["label"]: each["value"] for each in question.choices}
        if not question.fact and question.kind == QuestionKind.CHOICE:
            question.choices = [
                {"value": known.get(line, slugify(line) or f"choice-{place}"), "label": line}
                for place, line in enumerate(self.cleaned_data["choice_lines"], start=1)
            ]
        asked = [name for name in self.LIMITS if name in self.fields and question.kind in self.CONCERN[name]]
        kept = {name: value for name, value in question.limits.items() if name not in self.LIMITS}
        question.limits = kept | {
            name: self.cleaned_data[name] for name in asked if self.cleaned_data.get(name) is not None
        }
        if question.kind == "table":
            question.table = self.cleaned_data["table"] = self.table()
        return super().save(commit)

    def table(self) -> dict[str, Any]:
        typed = self.cleaned_data
        found = {"columns": self.columns.columns()}
        found |= {"rows": typed["row_lines"]} if typed["row_lines"] else {}
        found |= {name: typed[name] for name in ("min_rows", "max_rows") if typed.get(name) is not None}
        if typed["current_row"]:
            found["current_year"] = {"row": typed["current_row"], "partial_allowed": typed["partial_allowed"]}
        return found | {name: True for name in ("confidential", "published") if typed[name]}
