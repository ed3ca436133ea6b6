"""The form of one question of an entry form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from programs.models import Category, Question

from ..domain.structure import free_slug, next_position


class QuestionForm(forms.ModelForm):
    """A question of the entry form. Limits and choices are typed as plain lines."""

    max_words = forms.IntegerField(label=_("Most words"), required=False, min_value=1, max_value=20_000)
    max_files = forms.IntegerField(label=_("Most files"), required=False, min_value=1, max_value=20)
    max_megabytes = forms.IntegerField(label=_("Most megabytes a file"), required=False, min_value=1, max_value=500)
    choice_lines = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Only for “One of several”."),
    )

    LIMITS = ("max_words", "max_files", "max_megabytes")

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
        for name in self.LIMITS:
            self.initial[name] = self.instance.limits.get(name)
        self.initial["choice_lines"] = "\n".join(each["label"] for each in self.instance.choices)
        if not self.instance.pk:
            del self.fields["position"]
        else:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("A question keeps its kind, so that answers stay readable.")
        if self.instance.fact:
            self.fields["choice_lines"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        lines = [line.strip() for line in cleaned.get("choice_lines", "").splitlines() if line.strip()]
        if cleaned.get("kind") == "choice" and len(lines) < 2:
            self.add_error("choice_lines", _("Give at least two choices, one a line."))
        cleaned["choice_lines"] = lines
        return cleaned

    def save(self, commit: bool = True) -> Question:
        question = self.instance
        if not question.pk:
            question.category = self.category
            question.slug = free_slug(self.category.questions, self.cleaned_data["label"])
            question.position = question.position or next_position(self.category.questions)
        known = {each["label"]: each["value"] for each in question.choices}
        if not question.fact:
            question.choices = [
                {"value": known.get(line, slugify(line) or f"choice-{place}"), "label": line}
                for place, line in enumerate(self.cleaned_data["choice_lines"], start=1)
            ]
        kept = {name: value for name, value in question.limits.items() if name not in self.LIMITS}
        question.limits = kept | {
            name: self.cleaned_data[name] for name in self.LIMITS if self.cleaned_data.get(name) is not None
        }
        return super().save(commit)
