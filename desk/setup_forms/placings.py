"""Forms of what a category awards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from programs.models import Placing

from .clocks import ZonedModelForm


class PlacingForm(ZonedModelForm):
    instants = ("announce_at",)

    recognition_lines = forms.CharField(
        label=_("What it comes with"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: kind, colon, the exact words. For example “plaque: An SQM plaque”."),
    )

    class Meta:
        model = Placing
        fields = ("name", "places", "announce_at", "appears_as", "position")
        labels = {
            "places": _("How many places"),
            "announce_at": _("Announced at a moment of its own"),
            "appears_as": _("Until then it is shown as"),
            "position": _("Place in the order"),
        }
        help_texts = {
            "places": _("Empty: everyone who reaches it; where a panel judges, as many as it chooses."),
            "announce_at": _("Empty: with the category."),
            "appears_as": _("Another placing of this award, from that one's moment on; nobody can tell them apart."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = self.instance.category.placings.exclude(pk=self.instance.pk)
        self.fields["appears_as"] = forms.ChoiceField(
            label=self.fields["appears_as"].label,
            help_text=self.fields["appears_as"].help_text,
            required=False,
            choices=[("", _("Nothing: it is told apart at once")), *((one.slug, one.name) for one in others)],
        )
        self.initial["recognition_lines"] = "\n".join(
            f"{each.get('kind', '')}: {each.get('words', '')}" for each in self.instance.recognitions
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("appears_as") and not cleaned.get("announce_at"):
            self.add_error("announce_at", _("Until when? Say when this placing is told apart."))
        return cleaned

    def clean_recognition_lines(self) -> list[dict[str, str]]:
        found = []
        for number, line in enumerate(self.cleaned_data["recognition_lines"].splitlines(), start=1):
            if not line.strip():
                continue
            kind, colon, words = line.partition(":")
            if not colon or not kind.strip() or not words.strip():
                raise ValidationError(_("Line %(n)d needs a kind, a colon and words."), params={"n": number})
            found.append({"kind": slugify(kind).replace("-", "_"), "words": words.strip()})
        return found

    def unsaved(self) -> Placing:
        """The placing with what was typed; what a recognition held besides its words stays."""
        self.instance.recognitions = [
            {**next((old for old in self.instance.recognitions if old.get("kind") == new["kind"]), {}), **new}
            for new in self.cleaned_data["recognition_lines"]
        ]
        return self.instance

    def save(self, commit: bool = True) -> Placing:
        self.unsaved()
        return super().save(commit)


class NewPlacingForm(PlacingForm):
    class Meta(PlacingForm.Meta):
        fields = ("name", "kind", "places", "announce_at", "appears_as")
        labels = {**PlacingForm.Meta.labels, "kind": _("Kind")}
