"""Forms of roles, of past honors and of the terms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.enums import Role, TermsKind
from programs.models import Cycle


class RoleForm(forms.Form):
    """A role for somebody who has an account."""

    email = forms.EmailField(label=_("E-mail of the account"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class PastHonourForm(forms.Form):
    """One honour of a past year."""

    year = forms.IntegerField(label=_("Award year"), min_value=1900, max_value=2200)
    category = forms.ChoiceField(label=_("Category"))
    placing = forms.ChoiceField(label=_("Placing"), choices=[("winner", _("Winner")), ("runner_up", _("Runner-up"))])
    recipient = forms.CharField(label=_("Who won"), max_length=200)
    organisation = forms.CharField(label=_("Organization"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args, cycle: Cycle, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(each.key, each.name) for each in cycle.categories.all()]


class RegisterFileForm(forms.Form):
    """A CSV file of past honours."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Columns: year, category, placing, recipient, email, organization. A check comes first."),
    )


class TermsForm(forms.Form):
    """A new version of one kind of terms."""

    kind = forms.ChoiceField(choices=TermsKind.choices, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Text"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Markdown: # begins a heading, blank lines make paragraphs, - makes a list."),
    )
