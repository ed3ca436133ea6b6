"""Forms of what describes itself by parameters: rules, and what decides a measured award."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.measure import Measure
from programs.models import Category, EligibilityRule
from programs.rules import kinds, validate

from ..domain import configuring


class RuleForm(forms.Form):
    """A rule of one kind: a field for each of its parameters, made from what the kind says of itself."""

    source = forms.CharField(
        label=_("The organizer's own sentence"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    is_enabled = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args, rule: EligibilityRule, **kwargs) -> None:
        self.rule = rule
        self.kind = kinds()[rule.kind]
        initial = {"source": rule.source, "is_enabled": rule.is_enabled}
        super().__init__(*args, initial=initial, **kwargs)
        for each in self.kind.params():
            self.fields[f"param_{each.name}"] = field_for(each, rule.params.get(each.name, each.default))
        self.order_fields([*[name for name in self.fields if name.startswith("param_")], "source", "is_enabled"])

    def params(self) -> dict[str, Any]:
        typed = {each.name: self.cleaned_data.get(f"param_{each.name}") for each in self.kind.params()}
        return {name: list(value) if isinstance(value, list | tuple) else value for name, value in typed.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            for sentence in validate(self.rule.kind, self.params()):
                self.add_error(None, sentence)
        return cleaned

    def fingerprint(self) -> str:
        """The same for the same parameters, so that what was shown is what is saved."""
        typed = json.dumps([self.params(), self.cleaned_data["is_enabled"]], sort_keys=True, default=str)
        return hashlib.sha256(typed.encode()).hexdigest()[:16]

    def changed(self) -> EligibilityRule:
        """The rule with what was typed, not saved yet."""
        self.rule.params = self.params()
        self.rule.source = self.cleaned_data["source"]
        self.rule.is_enabled = self.cleaned_data["is_enabled"]
        return self.rule


class MeasureForm(forms.Form):
    """What decides a measured award: a field for each parameter of a measure, made from what it says of itself."""

    def __init__(self, *args, category: Category, **kwargs) -> None:
        self.category = category
        super().__init__(*args, **kwargs)
        for each in Measure.params():
            given = category.measure.get(each.name, None if each.required else each.default)
            self.fields[each.name] = field_for(each, given)

    def params(self) -> dict[str, Any]:
        """What was typed. What is usual is left out, unless the award said it before."""
        kept = {"metric", "surveys", *self.category.measure}
        typed = {each.name: self.cleaned_data.get(each.name) for each in Measure.params()}
        usual = {each.name: each.default for each in Measure.params()}
        plain = {name: list(value) if isinstance(value, list | tuple) else value for name, value in typed.items()}
        return {name: value for name, value in plain.items() if name in kept or as_tuple(value) != usual[name]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            for sentence in Measure.validate(self.params()) or configuring.contradictions(self.category, self.params()):
                self.add_error(None, sentence)
        return cleaned


def as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def field_for(param, value) -> forms.Field:
    """A form field for one parameter of a kind of rule."""
    words = {"label": param.label, "help_text": param.help}
    if param.type == "bool":
        return forms.BooleanField(**words, required=False, initial=bool(value))
    if param.type in ("int", "int_or_none"):
        return forms.IntegerField(**words, required=param.type == "int", initial=value, min_value=param.minimum)
    if param.type == "choice":
        return forms.ChoiceField(**words, choices=param.choices, required="" not in dict(param.choices), initial=value)
    if param.type == "choices":
        return forms.MultipleChoiceField(
            **words, choices=param.choices, required=False, initial=value, widget=forms.CheckboxSelectMultiple
        )
    return forms.CharField(**words, initial=value, max_length=500)


class NewRuleForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of rule"))

    def __init__(self, *args, caps: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(name, kind.title) for name, kind in kinds().items() if kind.is_cap == caps]
