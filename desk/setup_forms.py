"""Forms of setting up: cycles and dates, categories, criteria, placings, questions, rules, people."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from programs.enums import Role, SelectionMethod, TermsKind
from programs.models import Category, Criterion, Cycle, EligibilityRule, Placing, Program, Question
from programs.rules import kinds, validate

from .domain.structure import free_slug, next_position
from .forms import in_zone

REST_OF_THE_MINUTE = timedelta(seconds=59, microseconds=999_999)
WALL_CLOCK = "%Y-%m-%dT%H:%M"


class WallClockInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=WALL_CLOCK)


class ZonedModelForm(forms.ModelForm):
    """Instants are shown and read on the program's clocks. What closes something holds to the minute's end."""

    instants: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()

    def __init__(self, *args, cycle: Cycle, **kwargs) -> None:
        self.cycle = cycle
        super().__init__(*args, **kwargs)
        for name in self.instants:
            self.fields[name].widget = WallClockInput()
            if stored := self.initial.get(name):
                self.initial[name] = stored.astimezone(cycle.zone).replace(tzinfo=None, second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.instants:
            if typed := cleaned.get(name):
                try:
                    cleaned[name] = self.as_instant(name, typed)
                except ValidationError as problem:
                    self.add_error(name, problem)
        return cleaned

    def as_instant(self, name: str, typed: datetime) -> datetime:
        moment = in_zone(typed, self.cycle.zone)
        stored = getattr(self.instance, name)
        if stored and stored.astimezone(self.cycle.zone).replace(second=0, microsecond=0) == moment:
            return stored
        return moment + REST_OF_THE_MINUTE if name in self.closings else moment


class CycleForm(ZonedModelForm):
    instants = ("opens_at", "closes_at", "judging_opens_at", "judging_closes_at", "announce_at")
    closings = ("closes_at", "judging_closes_at")

    class Meta:
        model = Cycle
        fields = (
            "name", "award_year", "survey_year", "is_public", "opens_at", "closes_at", "grace_minutes",
            "judging_opens_at", "judging_closes_at", "announce_at", "ceremony_on", "introduction",
        )  # fmt: skip
        labels = {
            "is_public": _("Visible to everybody"),
            "opens_at": _("Entries open"),
            "closes_at": _("Entries close"),
            "grace_minutes": _("Hidden grace after closing, in minutes"),
            "judging_opens_at": _("Judging opens"),
            "judging_closes_at": _("Judging closes"),
            "announce_at": _("Planned announcement"),
            "ceremony_on": _("Ceremony"),
        }
        help_texts = {"closes_at": _("The minute you name still counts, to its end.")}
        widgets = {
            "ceremony_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "introduction": forms.Textarea(attrs={"rows": 6}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        steps = [(name, cleaned.get(name)) for name in self.instants]
        for (before, earlier), (after, later) in zip(steps, steps[1:], strict=False):
            if earlier and later and later < earlier:
                self.add_error(
                    after,
                    _("This must not be before “%(step)s”.") % {"step": self.fields[before].label},
                )
        return cleaned


class LookForm(forms.ModelForm):
    """The program itself: who runs it and how it looks."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Program
        fields = (
            "name", "organiser", "tagline", "description", "contact_email", "website", "colour", "accent",
            "organisation_scope", "require_second_factor", "certificates_are_public",
        )  # fmt: skip
        labels = {
            "contact_email": _("Contact address"),
            "colour": _("Main color"),
            "accent": _("Second color"),
            "organisation_scope": _("What counts as one organization"),
            "require_second_factor": _("Administrators need a second factor"),
            "certificates_are_public": _("Anybody may download a certificate"),
        }
        help_texts = {
            "description": _("Markdown: blank lines make paragraphs, - makes a list."),
            "contact_email": _("Stands on public pages and in letters."),
            "colour": "",
            "accent": "",
            "organisation_scope": _("For limits and for the bar on last year's winners."),
            "require_second_factor": _("You and the other administrators set one up at the next page you open."),
            "certificates_are_public": _("Once it is announced; otherwise only the winner."),
        }
        widgets = {
            "colour": forms.TextInput(attrs={"type": "color"}),
            "accent": forms.TextInput(attrs={"type": "color"}),
        }


class NextCycleForm(forms.Form):
    """A new cycle that begins as a copy of this one."""

    name = forms.CharField(label=_("Name"), max_length=200)
    award_year = forms.IntegerField(label=_("Award year"), min_value=1990, max_value=2200)
    opens_at = forms.DateTimeField(label=_("Entries open"), widget=WallClockInput())
    closes_at = forms.DateTimeField(label=_("Entries close"), widget=WallClockInput())
    judging_opens_at = forms.DateTimeField(label=_("Judging opens"), widget=WallClockInput())
    judging_closes_at = forms.DateTimeField(label=_("Judging closes"), widget=WallClockInput())
    announce_at = forms.DateTimeField(label=_("Planned announcement"), widget=WallClockInput())

    STEPS = ("opens_at", "closes_at", "judging_opens_at", "judging_closes_at", "announce_at")

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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.STEPS:
            if typed := cleaned.get(name):
                try:
                    in_zone(typed, self.cycle.zone)
                except ValidationError as problem:
                    self.add_error(name, problem)
        steps = [cleaned.get(name) for name in self.STEPS]
        if all(steps) and any(later <= earlier for earlier, later in pairwise(steps)):
            raise ValidationError(_("The dates must follow one another: open, close, judge, announce."))
        return cleaned

    def slug(self) -> str:
        """The award year where no cycle has it yet, else the name: it stands in every address."""
        year = str(self.cleaned_data["award_year"])
        is_taken = Cycle.objects.filter(program=self.cycle.program, slug=year).exists()
        return (slugify(self.cleaned_data["name"])[:40] or year) if is_taken else year

    def dates(self) -> dict[str, str]:
        """As a program file writes them."""
        return {
            name.removesuffix("_at"): self.cleaned_data[name]
            .replace(tzinfo=None)
            .isoformat(sep=" ", timespec="minutes")
            for name in self.STEPS
        }


def a_year_later(instant: datetime, cycle: Cycle) -> datetime:
    """Fifty-two weeks on, at the same time of the day on the program's clocks."""
    local = instant.astimezone(cycle.zone).replace(tzinfo=None, second=0, microsecond=0)
    return local + timedelta(weeks=52)


class CategoryForm(ZonedModelForm):
    instants = ("closes_at", "announce_at")
    closings = ("closes_at",)

    class Meta:
        model = Category
        fields = (
            "name", "group", "summary", "description", "how_judged", "is_new", "accepts_nominations",
            "counts_for_caps", "tie_policy", "minimum_entrants", "panel_size", "quorum", "is_blind",
            "closes_at", "announce_at", "position",
        )  # fmt: skip
        labels = {
            "position": _("Place in the order"),
            "how_judged": _("How it is judged"),
            "is_new": _("Marked as new"),
            "accepts_nominations": _("Takes nominations"),
            "tie_policy": _("Equal results"),
            "minimum_entrants": _("Fewest entries"),
            "panel_size": _("Judges who read each nomination"),
            "quorum": _("Scorecards a standing needs"),
            "closes_at": _("Closes at a moment of its own"),
            "announce_at": _("Announced at a moment of its own"),
            "is_blind": _("Judges do not see who is entered"),
            "counts_for_caps": _("Counts toward the program's limits"),
        }
        help_texts = {
            "group": _("The heading it stands under on the program's page."),
            "description": _("Markdown, the organizer's words."),
            "minimum_entrants": _("With fewer to be judged, the award is withheld."),
            "panel_size": "",
            "quorum": "",
            "closes_at": _("Empty: when the cycle closes."),
            "announce_at": _("Empty: when the cycle is announced."),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "how_judged": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("quorum") or 0) > (cleaned.get("panel_size") or 0):
            self.add_error("quorum", _("A standing cannot need more scorecards than judges read a nomination."))
        return cleaned


class NewCategoryForm(forms.ModelForm):
    """What an award must have from the start; everything else follows on its own page."""

    class Meta:
        model = Category
        fields = ("name", "group", "summary", "subject", "method", "accepts_nominations")
        labels = {
            "subject": _("Who or what wins it"),
            "method": _("How it is selected"),
            "accepts_nominations": _("Takes nominations"),
        }
        help_texts = {
            "group": _("The heading it stands under on the program's page."),
            "summary": _("One sentence for cards and lists."),
            "method": _("This stays: everything that is judged later rests on it."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ready = {SelectionMethod.PANEL, SelectionMethod.APPOINTMENT}
        self.fields["method"].choices = [each for each in SelectionMethod.choices if each[0] in ready]


class CriterionForm(forms.ModelForm):
    class Meta:
        model = Criterion
        fields = ("name", "description", "weight", "comment_required", "position")
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        labels = {"comment_required": _("A comment is required"), "position": _("Place in the order")}
        help_texts = {"weight": _("Beside the other criteria: 2 counts twice as much as 1.")}

    def clean_weight(self) -> int:
        if not self.cleaned_data["weight"]:
            raise ValidationError(_("A criterion counts at least 1. To take it out, remove it."))
        return self.cleaned_data["weight"]


class NewCriterionForm(CriterionForm):
    with_question = forms.BooleanField(
        label=_("Ask nominators for it: add a long text to the entry form"), required=False, initial=True
    )

    class Meta(CriterionForm.Meta):
        fields = ("name", "description", "weight", "comment_required")


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
            "position": _("Place in the order"),
        }
        help_texts = {
            "places": _("Empty: everyone who reaches it."),
            "announce_at": _("Empty: with the category."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = Placing.objects.filter(category=self.instance.category).exclude(pk=self.instance.pk)
        self.fields["appears_as"] = forms.ChoiceField(
            label=_("Shown as another placing until then"),
            choices=[("", _("No: unseen until its moment")), *others.values_list("slug", "name")],
            required=False,
            help_text=_(
                "Pages, letters and documents show this placing as the other one, from that one's moment until its own."
            ),
        )
        self.initial["recognition_lines"] = "\n".join(
            f"{each.get('kind', '')}: {each.get('words', '')}" for each in self.instance.recognitions
        )

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
        fields = ("name", "kind", "places", "announce_at")
        labels = {**PlacingForm.Meta.labels, "kind": _("Kind")}


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


def field_for(param, value) -> forms.Field:
    """A form field for one parameter of a kind of rule."""
    words = {"label": param.label, "help_text": param.help}
    if param.type == "bool":
        return forms.BooleanField(**words, required=False, initial=bool(value))
    if param.type in ("int", "int_or_none"):
        return forms.IntegerField(**words, required=param.type == "int", initial=value, min_value=param.minimum)
    if param.type == "choice":
        return forms.ChoiceField(**words, choices=param.choices, initial=value)
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
