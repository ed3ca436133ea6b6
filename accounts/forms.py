"""What people tell us of themselves and their organisations. Forms clean input; the verbs do the rest."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from .domain.zones import zone_names
from .models import Organisation, User


def one_line(text: str) -> str:
    """Typed text without control characters and doubled spaces."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


class NameAtSignup(forms.Form):
    """The part of registration that is ours; allauth adds address and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As it should stand in letters and beside your nominations."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def signup(self, request, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class ProfileForm(forms.ModelForm):
    """Name and clock."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = User
        fields = ["name", "time_zone"]

    def __init__(self, *args, browser_zone: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        found = _("What my browser says (%(zone)s)") % {"zone": browser_zone} if browser_zone else None
        automatic = found or _("What my browser says")
        self.fields["time_zone"].choices = [("", automatic), *((name, name.replace("_", " ")) for name in zone_names())]
        self.fields["time_zone"].help_text = _("Deadlines are shown in the organizer's zone and in yours.")

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


MAIL_PROVIDERS = {
    "aol.com", "gmail.com", "gmx.at", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com", "live.com",
    "mail.com", "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "web.de", "yahoo.com", "ymail.com",
}  # fmt: skip
"""Everybody's addresses end like this, so they say nothing about where somebody works."""

DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


class DomainsField(forms.CharField):
    """E-mail domains, parted by commas, spaces or lines; kept as a list."""

    widget = forms.TextInput

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        names = re.split(r"[,;\s]+", super().clean(value).lower())
        names = [name.rpartition("@")[2].strip(".") for name in names if name]
        for name in names:
            if len(name) > 253 or not DOMAIN.fullmatch(name):
                raise forms.ValidationError(
                    _("“%(name)s” is not an e-mail domain such as example.com."), params={"name": name}
                )
            if name in MAIL_PROVIDERS:
                raise forms.ValidationError(
                    _("%(name)s belongs to a mail provider; it says nothing about your organization."),
                    params={"name": name},
                )
        return sorted(set(names))


class OrganisationForm(forms.ModelForm):
    """A name, and what helps to tell organisations apart."""

    domains = DomainsField(
        label=_("E-mail domains"),
        required=False,
        max_length=500,
        help_text=_("For example example.com. Judges with such an address never judge your entries."),
    )

    class Meta:
        model = Organisation
        fields = ["name", "country", "domains"]
        labels = {"name": _("Name of the organization"), "country": _("Country")}
        help_texts = {"country": _("Two letters, for example US, DE or AT. Optional.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].widget.attrs |= {"maxlength": 2, "autocomplete": "country"}

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not any(letter.isalnum() for letter in name):
            raise forms.ValidationError(_("Give the organization a name with letters."))
        return name

    def clean_country(self) -> str:
        country = self.cleaned_data["country"].strip().upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("Use the two letters of the country, for example US."))
        return country


class OrganisationDetailsForm(OrganisationForm):
    """The same with a parent, offered from organisations this person manages: a parent shares its places (X03)."""

    class Meta(OrganisationForm.Meta):
        fields = ["name", "country", "domains", "parent"]
        labels = {**OrganisationForm.Meta.labels, "parent": _("Parent organization")}
        help_texts = {
            **OrganisationForm.Meta.help_texts,
            "parent": _("Only organizations that you own yourself; the organizer can set any other."),
        }

    def __init__(self, *args, parents, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents
        self.fields["parent"].empty_label = _("None")


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "form-control"}),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class JoinForm(forms.Form):
    message = forms.CharField(
        label=_("A word to the owners"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who you are and what you want to enter. Optional."),
    )
