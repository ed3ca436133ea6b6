"""What administrators type about survey files, organizations and agents, cleaned."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from measurement.enums import FileKind, ImportState
from programs.enums import Channel, Participation, Sector

LARGEST = 10_000_000


class UploadForm(forms.Form):
    """A survey file: with script it comes in pieces and only its name and size stand here; without, it is `file`."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=FileKind.choices)
    attested_by = forms.CharField(
        label=_("Who vouches for the random selection"),
        help_text=_(
            "Calls were chosen at random and reflect the types of calls. Rows that say otherwise count only where you "
            "let them."
        ),
        max_length=200,
        required=False,
    )
    file = forms.FileField(label=_("File"), required=False)
    file_name = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    size = forms.IntegerField(min_value=0, max_value=2**62, required=False, widget=forms.HiddenInput)
    modified = forms.IntegerField(min_value=0, max_value=2**62, required=False, widget=forms.HiddenInput)


class ImportFilterForm(forms.Form):
    kind = forms.ChoiceField(choices=[("", _("All"))] + FileKind.choices, required=False)
    state = forms.ChoiceField(choices=[("", _("All"))] + ImportState.choices, required=False)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        error_messages={"required": _("Please write down why the file is withdrawn.")},
    )


class YearForm(forms.Form):
    """What is known of an organization in a year. An empty number means that it is not known."""

    csrs = forms.IntegerField(label=_("CSRs"), min_value=0, max_value=LARGEST, required=False)
    home_csrs = forms.IntegerField(label=_("of them working from home"), min_value=0, max_value=LARGEST, required=False)
    employees = forms.IntegerField(
        label=_("Employees of the contact center"), min_value=0, max_value=LARGEST, required=False
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), choices=Sector.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels operated"), choices=Channel.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    participation = forms.MultipleChoiceField(
        label=_("Takes part in"), choices=Participation.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class SectorsForm(forms.Form):
    most = forms.IntegerField(
        label=_("Most sectors an organization may stand in"),
        help_text=_("Empty: any number."),
        min_value=1,
        max_value=len(Sector.values),
        required=False,
    )


class CountingForm(forms.Form):
    """Which customers' surveys count (S52). An empty flag is the word of who vouches for the file."""

    only_random = forms.BooleanField(
        label=_("Leave out surveys of contacts that were not chosen at random"), required=False
    )
    only_representative = forms.BooleanField(
        label=_("Leave out surveys of a selection that does not reflect the call types"), required=False
    )


class AgentForm(forms.Form):
    name = forms.CharField(label=_("Name as it shall stand on a certificate"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
