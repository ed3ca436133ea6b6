"""What administrators type, cleaned."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from judging.enums import VisitKind
from judging.forms import ProposalForm
from judging.models import PanelMember
from nominations.enums import Eligibility
from nominations.models import Nomination
from programs.enums import Role, SelectionMethod
from programs.models import Category, Cycle, EligibilityRule, Placing, Program

FIRST_YEAR, LAST_YEAR = 1990, 2200
MOST_INVITED = 100
#: "Ruiz, Ana" <ana@example.com>, as mail programs write people.
WITH_NAME = re.compile(r"([^<>]*)<([^<>]*)>")
YEARS = {"first": FIRST_YEAR, "last": LAST_YEAR}


def in_zone(typed: datetime, zone: ZoneInfo) -> datetime:
    """What was typed as wall-clock time, read in the program's zone. A time that the clocks skip is refused."""
    if not FIRST_YEAR <= typed.year <= LAST_YEAR:
        raise ValidationError(_("Please choose a year from %(first)d to %(last)d."), params=YEARS)
    local = typed.replace(tzinfo=None) if timezone.is_naive(typed) else timezone.make_naive(typed)
    moment = local.replace(tzinfo=zone)
    if moment.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != local:
        raise ValidationError(
            _("The clocks skip this time in %(zone)s. Please choose another."), params={"zone": zone.key}
        )
    return moment


class ReasonForm(forms.Form):
    """A written reason: it goes into the timeline and the audit trail."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write down the reason; it stays with the nomination.")},
    )


class QuestionToNominatorForm(forms.Form):
    """What an administrator needs to know before a rule can be answered."""

    question = forms.CharField(
        label=_("Your question to the nominator"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write down what you need to know.")},
    )


class OverrideForm(ReasonForm):
    """An administrator's verdict in place of one rule's."""

    rule = forms.ModelChoiceField(label=_("Rule"), queryset=EligibilityRule.objects.none(), empty_label=None)
    verdict = forms.ChoiceField(
        label=_("Your verdict"),
        choices=[(Eligibility.ELIGIBLE, _("Passes")), (Eligibility.INELIGIBLE, _("Fails"))],
    )

    field_order = ["rule", "verdict", "reason"]

    def __init__(self, *args, nomination: Nomination, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = EligibilityRule.objects.filter(
            Q(category=nomination.category) | Q(category=None), cycle=nomination.cycle, is_enabled=True
        )
        self.fields["rule"].label_from_instance = lambda rule: rule.source[:110] or rule.kind


class ExtensionForm(ReasonForm):
    """A deadline of its own for one nomination, typed in the program's zone."""

    until = forms.DateTimeField(
        label=_("Open until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Please give the new last moment."),
            "invalid": _("Please give the new last moment as a date and a time, for example 2026-04-03 17:00."),
        },
    )

    field_order = ["until", "reason"]

    def __init__(self, *args, nomination: Nomination, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = nomination.cycle.zone
        self.fields["until"].help_text = _("In the program's zone, %(zone)s") % {"zone": self.zone.key}

    def clean_until(self) -> datetime:
        return in_zone(self.cleaned_data["until"], self.zone)


class VisitForm(forms.Form):
    """A phone interview or site visit to come."""

    kind = forms.ChoiceField(label=_("Kind"), choices=VisitKind.choices)
    who = forms.CharField(label=_("Who calls or goes there"), max_length=200)
    planned_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args, zone: ZoneInfo, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["planned_at"].help_text = _("In the program's zone, %(zone)s") % {"zone": zone.key}

    def clean_planned_at(self) -> datetime:
        return in_zone(self.cleaned_data["planned_at"], self.zone)


class VisitNotesForm(forms.Form):
    """What was heard and seen, for the judges of the entry."""

    held_at = forms.DateTimeField(
        label=_("Held"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    notes = forms.CharField(label=_("Notes for the judges"), max_length=20000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args, zone: ZoneInfo, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_held_at(self) -> datetime:
        return in_zone(self.cleaned_data["held_at"], self.zone)


class InviteJudgeForm(forms.Form):
    """Who is to be asked to judge, and what: one person or many, newcomers or judges of earlier cycles."""

    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=_("Several at once: one a line, or as your mail program copies them."),
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    earlier = forms.ModelMultipleChoiceField(
        label=_("Judges of this program without a seat in this cycle"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    everything = forms.BooleanField(label=_("All categories"), required=False)
    categories = forms.ModelMultipleChoiceField(
        label=_("Categories"), queryset=Category.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, cycle: Cycle, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"].queryset = cycle.categories.filter(
            method__in=[SelectionMethod.PANEL, SelectionMethod.ASSESSMENT]
        )
        seated = PanelMember.objects.filter(panel__category__cycle=cycle, left_at=None).values("judge_id")
        judges = User.objects.filter(program_roles__program=cycle.program, program_roles__role=Role.JUDGE)
        free = judges.filter(is_active=True).exclude(pk__in=seated).order_by("name", "email")
        if free.exists():
            self.fields["earlier"].queryset = free
        else:
            del self.fields["earlier"]

    def clean_email(self) -> dict[str, str]:
        """Each address once, with the name that stands beside it."""
        found: dict[str, str] = {}
        for piece in re.split(r"[\n;]+", self.cleaned_data["email"]):
            named = WITH_NAME.findall(piece)
            bare = [("", one) for one in WITH_NAME.sub(",", piece).split(",")]
            for name, address in [*named, *bare]:
                if not (address := address.strip()):
                    continue
                try:
                    validate_email(address)
                except ValidationError:
                    raise ValidationError(
                        _("“%(said)s” is no e-mail address."), params={"said": address[:80]}
                    ) from None
                found.setdefault(address.lower(), name.strip(" \"'\t\r,")[:200])
        return found

    def clean(self) -> dict:
        cleaned = super().clean()
        asked = dict(cleaned.get("email") or {})
        if len(asked) == 1 and cleaned.get("name"):
            asked = dict.fromkeys(asked, cleaned["name"])
        for judge in cleaned.get("earlier") or []:
            asked.setdefault(judge.email.lower(), judge.name)
        if not asked and "email" not in self.errors:
            self.add_error("email", _("Write at least one address, or tick a judge."))
        if len(asked) > MOST_INVITED:
            self.add_error("email", _("At most %(n)d people at a time, please.") % {"n": MOST_INVITED})
        if cleaned.get("everything"):
            cleaned["categories"] = self.fields["categories"].queryset
        elif not cleaned.get("categories"):
            self.add_error("categories", _("Choose at least one category, or all of them."))
        cleaned["asked"] = asked
        return cleaned


class SeatForm(forms.Form):
    """A judge of the program for a seat on a panel."""

    judge = forms.ModelChoiceField(label=_("Judge"), queryset=User.objects.none(), empty_label=_("Choose a judge"))

    def __init__(self, *args, program: Program, seated: list[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        judges = User.objects.filter(program_roles__program=program, program_roles__role=Role.JUDGE)
        self.fields["judge"].queryset = judges.exclude(pk__in=seated).order_by("name", "email")


class InstructionsForm(forms.Form):
    instructions = forms.CharField(
        label=_("Instructions for the judges"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PlaceForm(forms.Form):
    """A candidate's placing; no placing takes it away."""

    candidate = forms.IntegerField(min_value=1)
    placing = forms.ModelChoiceField(label=_("Placing"), queryset=Placing.objects.none(), required=False)
    citation = forms.CharField(label=_("Citation"), max_length=300, required=False)

    def __init__(self, *args, category: Category, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["placing"].queryset = category.placings.all()


class RationaleForm(forms.Form):
    rationale = forms.CharField(
        label=_("Reason"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ProposeForm(ProposalForm):
    """The same at the desk, which knows the address as well."""

    email = forms.EmailField(label=_("E-mail"), required=False)
    field_order = ("name", "title", "organisation", "email", "reason")


class MomentForm(forms.Form):
    """An announcement moment, typed in the program's zone."""

    publish_at = forms.DateTimeField(
        label=_("Public from"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args, cycle: Cycle, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = cycle.zone

    def clean_publish_at(self) -> datetime:
        return in_zone(self.cleaned_data["publish_at"], self.zone)


class CorrectionForm(ReasonForm):
    """A name as it shall be printed."""

    name = forms.CharField(label=_("Name as printed"), max_length=200)
    organisation = forms.CharField(label=_("Organization as printed"), max_length=200, required=False)

    field_order = ["name", "organisation", "reason"]


class DisclosureForm(ReasonForm):
    """Somebody told before the moment."""

    to = forms.CharField(label=_("Who was told"), max_length=200)

    field_order = ["to", "reason"]
