"""The columns of a question that is answered by a table, typed line by line."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from programs.models import Question

from ..domain.structure import slug_beside

BLANK, MOST = 3, 20


class ColumnForm(forms.Form):
    """One column. `slug` is what stored rows call it, so it stays when the heading is said in other words."""

    slug = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)
    label = forms.CharField(label=_("Heading"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("Holds"),
        choices=[
            ("text", _("Text")),
            ("number", _("A number")),
            ("percent", _("A percentage")),
            ("date", _("A date")),
            ("choice", _("One of several")),
        ],
        initial="text",
    )
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    choices = forms.CharField(label=_("Choices, separated by semicolons"), max_length=1000, required=False)
    required = forms.BooleanField(label=_("Must be filled in"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = {
                "kind": "form-select form-select-sm",
                "required": "form-check-input",
            }.get(name, "form-control form-control-sm")

    def clean(self) -> dict:
        cleaned = super().clean()
        offered = [text.strip() for text in cleaned.get("choices", "").split(";") if text.strip()]
        cleaned["choices"] = list(dict.fromkeys(offered))
        if cleaned.get("label") and cleaned.get("kind") == "choice" and len(offered) < 2:
            self.add_error("choices", _("Give at least two choices, e.g. low; middle; high."))
        return cleaned


class ColumnFormSet(BaseFormSet):
    """All columns of a table; a line without a heading is none. What is answered keeps its columns and their kinds."""

    def __init__(self, *args, question: Question, is_answered: bool = False, **kwargs) -> None:
        self.question, self.is_answered = question, is_answered
        self.there = question.table.get("columns", [])
        initial = [{**column, "choices": "; ".join(column.get("choices", []))} for column in self.there]
        super().__init__(*args, initial=initial, prefix="columns", **kwargs)

    def clean(self) -> None:
        if any(self.errors):
            return
        columns = self.columns()
        if not columns:
            raise ValidationError(_("A table needs at least one column."))
        if self.is_answered:
            kinds = {column["slug"]: column.get("kind", "text") for column in columns}
            for column in self.there:
                if kinds.get(column["slug"]) != column.get("kind", "text"):
                    raise ValidationError(
                        _("“%(label)s” stays as it is: somebody has filled in this table already.")
                        % {"label": column["label"]}
                    )

    def columns(self) -> list[dict]:
        """As the question holds them."""
        found: list[dict] = []
        for form in self.forms:
            typed = form.cleaned_data
            if not typed.get("label"):
                continue
            taken = {column["slug"] for column in found} | {"confidential"}
            slug = slug_beside(taken, typed["slug"] or slugify(typed["label"])[:70])
            column = {"slug": slug, "label": typed["label"]}
            column |= {"kind": typed["kind"]} if typed["kind"] != "text" else {}
            column |= {"required": True} if typed["required"] else {}
            column |= {"unit": typed["unit"]} if typed["unit"] else {}
            column |= {"choices": typed["choices"]} if typed["kind"] == "choice" else {}
            found.append(column)
        return found


ColumnForms = formset_factory(
    ColumnForm, formset=ColumnFormSet, extra=BLANK, max_num=MOST, absolute_max=MOST + BLANK, validate_max=True
)
