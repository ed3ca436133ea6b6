"""Forms of whoever is honoured."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import AttendanceState


class AttendanceForm(forms.Form):
    """Whether somebody comes to the gala, and who."""

    state = forms.ChoiceField(
        label=_("Does somebody come?"),
        choices=[
            (AttendanceState.CONFIRMED, _("Yes, somebody comes")),
            (AttendanceState.DECLINED, _("No, nobody can come")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether somebody comes.")},
    )
    who = forms.CharField(
        label=_("Who comes"),
        max_length=300,
        required=False,
        help_text=_("Names as they should stand on the guest list, with a comma between them."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("state") == AttendanceState.CONFIRMED and not cleaned.get("who"):
            self.add_error("who", _("Write the name of at least one person who comes."))
        return cleaned
