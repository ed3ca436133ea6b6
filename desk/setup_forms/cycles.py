"""Forms of a cycle, of its program's look, and of the cycle after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.domain.zones import zone_names
from programs.enums import SelectionMethod
from programs.models import Cycle, Program

from ..forms import in_zone
from .clocks import WallClockInput, ZonedModelForm


def a_day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CycleForm(ZonedModelForm):
    instants = ("opens_at", "closes_at", "judging_opens_at", "judging_closes_at", "announce_at")
    closings = ("closes_at", "judging_closes_at")

    note_lines = forms.CharField(
        label=_("Notes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: sentences that everybody is told."),
    )
    event_name = forms.CharField(label=_("Event"), required=False, max_length=200)
    event_place = forms.CharField(label=_("Place of the event"), required=False, max_length=200)
    event_from = forms.DateField(label=_("Event begins"), required=False, widget=a_day())
    event_to = forms.DateField(label=_("Event ends"), required=False, widget=a_day())
    event_gala = forms.DateField(label=_("Gala"), required=False, widget=a_day())

    EVENT = ("name", "place", "from", "to", "gala")

    class Meta:
        model = Cycle
        fields = (
            "name", "award_year", "survey_year", "is_public", "is_rolling", "opens_at", "closes_at", "grace_minutes",
            "judging_opens_at", "judging_closes_at", "announce_at", "ceremony_on", "introduction",
        )  # fmt: skip
        labels = {
            "is_public": _("Visible to everybody"),
            "is_rolling": _("Always open"),
            "opens_at": _("Entries open"),
            "closes_at": _("Entries close"),
            "grace_minutes": _("Hidden grace after closing, in minutes"),
            "judging_opens_at": _("Judging opens"),
            "judging_closes_at": _("Judging closes"),
            "announce_at": _("Planned announcement"),
            "ceremony_on": _("Ceremony"),
        }
        help_texts = {
            "closes_at": _("The minute you name still counts, to its end."),
            "is_rolling": _("For designations: each candidate has a clock of their own, and no closing date counts."),
        }
        widgets = {
            "ceremony_on": a_day(),
            "introduction": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["note_lines"] = "\n".join(self.instance.notes)
        self.initial |= {f"event_{name}": self.instance.event.get(name, "") for name in self.EVENT}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, ends = cleaned.get("event_from"), cleaned.get("event_to")
        if begins and ends and ends < begins:
            self.add_error("event_to", _("The event cannot end before it begins."))
        steps = [(name, cleaned.get(name)) for name in self.instants]
        if cleaned.get("is_rolling"):
            steps = steps[:2]
        for (before, earlier), (after, later) in zip(steps, steps[1:], strict=False):
            if earlier and later and later < earlier:
                self.add_error(
                    after,
                    _("This must not be before “%(step)s”.") % {"step": self.fields[before].label},
                )
        return cleaned

    def clean_is_rolling(self) -> bool:
        is_rolling = self.cleaned_data["is_rolling"]
        if not is_rolling and self.instance.categories.filter(method=SelectionMethod.ASSESSMENT).exists():
            raise ValidationError(_("This cycle has designations, whose candidates have clocks of their own."))
        return is_rolling

    def save(self, commit: bool = True) -> Cycle:
        lines = self.cleaned_data["note_lines"].splitlines()
        self.instance.notes = [line.strip() for line in lines if line.strip()]
        typed = {name: self.cleaned_data.get(f"event_{name}") for name in self.EVENT}
        kept = {name: value for name, value in self.instance.event.items() if name not in self.EVENT}
        said = {name: value if isinstance(value, str) else value.isoformat() for name, value in typed.items() if value}
        self.instance.event = said | kept
        return super().save(commit)


class LookForm(forms.ModelForm):
    """The program itself: who runs it and how it looks."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Program
        fields = (
            "name", "organiser", "tagline", "description", "contact_email", "website", "colour", "accent",
            "time_zone", "deadline_time", "holiday_calendar", "organisation_scope", "require_second_factor",
            "certificates_are_public",
        )  # fmt: skip
        labels = {
            "time_zone": _("Time zone"),
            "deadline_time": _("Days end at"),
            "contact_email": _("Contact address"),
            "colour": _("Main color"),
            "accent": _("Second color"),
            "holiday_calendar": _("Holiday calendar"),
            "organisation_scope": _("What counts as one organization"),
            "require_second_factor": _("Administrators need a second factor"),
            "certificates_are_public": _("Anybody may download a certificate"),
        }
        help_texts = {
            "description": _("Markdown: blank lines make paragraphs, - makes a list."),
            "contact_email": _("Stands on public pages and in letters."),
            "colour": "",
            "accent": "",
            "time_zone": _("Its clocks tell every deadline. Moments that are set stay the moments they are."),
            "deadline_time": _("A day that a program file names as a deadline counts up to this time, included."),
            "holiday_calendar": _(
                "Whose holidays are no business days: a country such as US, one of its parts such as CA-BC, or NONE. "
                "A candidate may have another."
            ),
            "organisation_scope": _("For limits and for the bar on last year's winners."),
            "require_second_factor": _("You and the other administrators set one up at the next page you open."),
            "certificates_are_public": _("Once it is announced; otherwise only the winner."),
        }
        widgets = {
            "colour": forms.TextInput(attrs={"type": "color"}),
            "accent": forms.TextInput(attrs={"type": "color"}),
            "deadline_time": forms.TimeInput(attrs={"type": "time", "step": 1}, format="%H:%M:%S"),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget = forms.Select(choices=zones(self.instance.time_zone))


def zones(*known: str) -> list[tuple[str, str]]:
    """What may be chosen as a program's time zone, with those that it has already."""
    return [(name, name.replace("_", " ")) for name in sorted({*zone_names(), *known})]


class StepsForm(forms.Form):
    """The moments of a cycle that does not exist yet, on its program's clocks (`zone`)."""

    award_year = forms.IntegerField(label=_("Award year"), min_value=1990, max_value=2200)
    opens_at = forms.DateTimeField(label=_("Entries open"), widget=WallClockInput())
    closes_at = forms.DateTimeField(label=_("Entries close"), widget=WallClockInput())
    judging_opens_at = forms.DateTimeField(label=_("Judging opens"), widget=WallClockInput())
    judging_closes_at = forms.DateTimeField(label=_("Judging closes"), widget=WallClockInput())
    announce_at = forms.DateTimeField(label=_("Planned announcement"), widget=WallClockInput())

    STEPS = ("opens_at", "closes_at", "judging_opens_at", "judging_closes_at", "announce_at")

    def zone(self) -> ZoneInfo | None:
        """Known once the fields before are clean; None where they are not."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        zone = self.zone()
        for name in self.STEPS:
            if zone and (typed := cleaned.get(name)):
                try:
                    in_zone(typed, zone)
                except ValidationError as problem:
                    self.add_error(name, problem)
        steps = [cleaned.get(name) for name in self.STEPS]
        if all(steps) and any(later <= earlier for earlier, later in pairwise(steps)):
            raise ValidationError(_("The dates must follow one another: open, close, judge, announce."))
        return cleaned

    def dates(self) -> dict[str, str]:
        """As a program file writes them."""
        return {
            name.removesuffix("_at"): self.cleaned_data[name]
            .replace(tzinfo=None)
            .isoformat(sep=" ", timespec="minutes")
            for name in self.STEPS
        }


class NextCycleForm(StepsForm):
    """A new cycle that begins as a copy of this one."""

    name = forms.CharField(label=_("Name"), max_length=200)

    field_order = ["name"]

    def __init__(self, *args, cycle: Cycle, **kwargs) -> None:
        """The dates of this cycle a year later, on the same days of the week, are where one begins."""
        self.cycle = cycle
        year = str(cycle.award_year)
        super().__init__(
            *args,
            initial={
                "award_year": cycle.award_year + 1,
                "name": cycle.name.replace(year, str(cycle.award_year + 1)) if year in cycle.name else "",
                **{name: a_year_later(getattr(cycle, name), cycle) for name in self.STEPS},
            },
            **kwargs,
        )

    def zone(self) -> ZoneInfo:
        return self.cycle.zone

    def slug(self) -> str:
        """The award year where no cycle has it yet, else the name: it stands in every address."""
        year = str(self.cleaned_data["award_year"])
        is_taken = Cycle.objects.filter(program=self.cycle.program, slug=year).exists()
        return (slugify(self.cleaned_data["name"])[:40] or year) if is_taken else year


def a_year_later(instant: datetime, cycle: Cycle) -> datetime:
    """Fifty-two weeks on, at the same time of the day on the program's clocks."""
    local = instant.astimezone(cycle.zone).replace(tzinfo=None, second=0, microsecond=0)
    return local + timedelta(weeks=52)
