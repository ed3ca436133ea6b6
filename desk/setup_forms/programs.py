"""Forms of a program that does not exist yet, and of a program as one file."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import Cycle

from .cycles import StepsForm, zones


class ProgramFileForm(forms.Form):
    text = forms.CharField(
        label=_("The program file"),
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}),
    )
    change_live = forms.BooleanField(label=_("Change it although nominations are submitted already"), required=False)


class NewProgramForm(StepsForm):
    """A program with its first cycle, from nothing or like another one."""

    name = forms.CharField(label=_("Name of the program"), max_length=200)
    organiser = forms.CharField(label=_("Organizer"), max_length=200)
    contact_email = forms.EmailField(label=_("Contact address"), help_text=_("Stands on public pages and in letters."))
    time_zone = forms.ChoiceField(label=_("Time zone"), initial="America/New_York")
    like = forms.ModelChoiceField(
        label=_("Begin with"),
        queryset=Cycle.objects.select_related("program").order_by("program__position", "program__name", "-award_year"),
        required=False,
        empty_label=_("Nothing: you add categories one by one"),
        help_text=_(
            "Its categories, rules, questions, terms and colors are taken over; its texts about itself are not."
        ),
    )
    cycle_name = forms.CharField(
        label=_("Name of the first cycle"), max_length=200, help_text=_("Such as “2027 Awards”.")
    )

    TOLD = ("name", "organiser", "contact_email", "time_zone", "like", "cycle_name", "award_year")
    field_order = TOLD

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones()

    def zone(self) -> ZoneInfo | None:
        name = self.cleaned_data.get("time_zone")
        return ZoneInfo(name) if name else None
