"""Forms of an assessment: every setting of a designation, and the sections of its instrument."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from programs.domain import assessment, instruments
from programs.domain.assessment import AssessmentSettings, Requirement
from programs.models import Category

from ..domain.structure import slug_beside

BLANK_CONDITIONS = 2
LONGEST_TEXT = 5000


class DaysField(forms.CharField):
    """Numbers of days, separated by commas; none is none."""

    def prepare_value(self, value: object) -> object:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: str) -> tuple[int, ...]:
        texts = [text.strip() for text in super().clean(value).split(",") if text.strip()]
        if not all(text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= assessment.LONGEST for text in texts):
            raise ValidationError(_("Write days as whole numbers from 1 to 1000, separated by commas, e.g. 30, 10, 1."))
        return tuple(sorted({int(text) for text in texts}, reverse=True))


def days_field(label, help_text="") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=1, max_value=assessment.LONGEST)


class AssessmentForm(forms.Form):
    """The settings C01 to C11. A condition is a line of its own: emptied, it is gone; its ticks go by the line."""

    limit = days_field(_("Time to write"))
    limit_kind = forms.ChoiceField(
        label=_("Counted in"),
        choices=[
            (assessment.BUSINESS_DAYS, _("Business days of the holiday calendar")),
            (assessment.WEEKS, _("Weeks of seven days, holidays included")),
        ],
    )
    clock_start = forms.ChoiceField(
        label=_("The clock starts"),
        choices=[
            (assessment.INSTRUCTIONS, _("on the day the instructions are made available")),
            (assessment.ENROLMENT, _("with the enrollment")),
            (assessment.FIRST_LOGIN, _("when the candidate opens the assessment for the first time")),
        ],
        help_text=_("The day after is the first that counts."),
    )
    may_extend = forms.BooleanField(
        label=_("A candidate can be given more time"),
        required=False,
        help_text=_("By an administrator, with a reason. Otherwise the last instant is final."),
    )
    reminders = DaysField(
        label=_("Remind the candidate"), required=False, help_text=_("Days before the last one, e.g. 30, 10, 3, 1.")
    )
    resubmission_days = days_field(_("Time for corrections"), _("Business days from the feedback."))
    most_attempts = forms.IntegerField(
        label=_("Most attempts"),
        required=False,
        min_value=1,
        max_value=assessment.LONGEST,
        help_text=_("Empty: as often as it takes."),
    )
    evaluators = forms.IntegerField(
        label=_("Experts who evaluate each attempt"),
        min_value=1,
        max_value=9,
        help_text=_("Never the candidate's manager, or anybody of the same employer."),
    )
    differ = forms.ChoiceField(
        label=_("One more expert is asked when"),
        choices=[
            (assessment.RESULT, _("as many say met as say not met")),
            (assessment.SECTION, _("they do not find the same in every section")),
        ],
        help_text=_("The result is what more than half of the experts say."),
    )
    notice_days = days_field(_("Tell the result within"), _("Business days after receipt."))
    notice_warnings = DaysField(
        label=_("Warn the administrators"),
        required=False,
        help_text=_("Business days before the result is due, e.g. 10, 5, 1."),
    )
    requirements_bind = forms.BooleanField(
        label=_("The certificate waits until all conditions are ticked off"), required=False
    )
    valid_years = forms.IntegerField(
        label=_("A designation is valid for so many years"),
        required=False,
        min_value=1,
        max_value=50,
        help_text=_("Empty: it does not expire. A change holds for certificates that follow."),
    )

    GROUPS = (
        (_("The candidate's time"), ("limit", "limit_kind", "clock_start", "may_extend", "reminders")),
        (_("Evaluation and result"), ("evaluators", "differ", "notice_days", "notice_warnings")),
        (_("When it is not met"), ("resubmission_days", "most_attempts")),
        (_("Other conditions and the certificate"), ("requirements_bind", "valid_years")),
    )

    def __init__(self, *args, category: Category, **kwargs) -> None:
        self.category = category
        self.stored = assessment.settings_of(category)
        own = {name: getattr(self.stored, name) for _label, names in self.GROUPS for name in names}
        super().__init__(*args, initial=own, **kwargs)
        there = self.stored.requirements
        for place in range(len(there) + BLANK_CONDITIONS):
            self.fields[f"condition_{place}"] = forms.CharField(
                label=_("Condition %(n)d") % {"n": place + 1},
                required=False,
                max_length=300,
                initial=there[place].label if place < len(there) else "",
            )

    def groups(self) -> list[tuple[str, list]]:
        """The fields by what they are about, for the page."""
        found = [(label, [self[name] for name in names]) for label, names in self.GROUPS]
        found[-1][1][:0] = [self[name] for name in self.fields if name.startswith("condition_")]
        return found

    def requirements(self) -> tuple[Requirement, ...]:
        """A condition that is only said in other words keeps its slug, and with it what was ticked off."""
        known = [one.slug for one in self.stored.requirements]
        labels = [
            (n, self.cleaned_data.get(f"condition_{n}", "").strip()) for n in range(len(known) + BLANK_CONDITIONS)
        ]
        found: list[Requirement] = []
        for place, label in labels:
            if label:
                taken = {one.slug for one in found} | set(known)
                slug = known[place] if place < len(known) else slug_beside(taken, slugify(label)[:70])
                found.append(Requirement(slug, label))
        return tuple(found)

    def settings(self) -> AssessmentSettings:
        typed = {name: self.cleaned_data[name] for _label, names in self.GROUPS for name in names}
        return AssessmentSettings(**typed, requirements=self.requirements())

    def written(self) -> dict[str, Any]:
        """What was typed as a program file writes it. What is usual is left out, unless it was written before."""
        usual, kept = assessment.written_as(AssessmentSettings()), self.category.assessment
        return {
            name: value
            for name, value in assessment.written_as(self.settings()).items()
            if name in kept or value != usual[name]
        }


class SectionForm(forms.Form):
    """One section of an instrument: what experts look at, and what each finding means."""

    slug = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    competency = forms.ChoiceField(label=_("Competency it shows"))
    guidance = forms.CharField(
        label=_("What the expert looks at"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    meets = forms.CharField(label=_("“Meets” means"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    deficiency = forms.CharField(
        label=_("“Deficiency” means"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    questions = forms.MultipleChoiceField(
        label=_("Parts of the workbook"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: those of the competency."),
    )

    def __init__(self, *args, category: Category, competencies: list, questions: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = [("", _("Please choose")), *competencies]
        self.fields["questions"].choices = questions


class SectionFormSet(BaseFormSet):
    """The sections in their order. A line that stays blank is no section."""

    def __init__(self, *args, category: Category, sections: list[dict] | None = None, **kwargs) -> None:
        self.category = category
        choices = {
            "competencies": list(category.criteria.values_list("slug", "name")),
            "questions": list(category.questions.exclude(kind="statement").values_list("slug", "label")),
        }
        initial = [flat(section) for section in sections or []]
        super().__init__(*args, initial=initial, form_kwargs={"category": category, **choices}, **kwargs)

    def clean(self) -> None:
        if not any(self.errors) and not self.typed():
            raise ValidationError(_("An instrument needs at least one section."))

    def typed(self) -> list[forms.Form]:
        kept = [form for form in self.forms if form.cleaned_data.get("title") and not form.cleaned_data.get("DELETE")]
        return sorted(kept, key=lambda form: form.cleaned_data.get("ORDER") or len(self.forms) + 1)

    def sections(self) -> list[dict]:
        """As an instrument holds them. A section that was there keeps its slug, so that attempts can be compared."""
        found: list[dict] = []
        for form in self.typed():
            typed, taken = form.cleaned_data, {section["slug"] for section in found}
            slug = typed["slug"] or slugify(typed["title"])[:70]
            section = {
                "slug": slug_beside(taken, slug),
                "title": typed["title"],
                "competency": typed["competency"],
                "guidance": typed["guidance"],
                "anchors": {"meets": typed["meets"], "deficiency": typed["deficiency"]},
            }
            if typed["questions"]:
                section["questions"] = typed["questions"]
            found.append(section)
        return found


def flat(section: dict) -> dict:
    return {**section, **section["anchors"]}


def section_forms(extra: int):
    """Sections with so many blank ones at the end."""
    return formset_factory(
        SectionForm,
        formset=SectionFormSet,
        extra=extra,
        can_order=True,
        can_delete=True,
        max_num=instruments.MOST_SECTIONS,
        absolute_max=instruments.MOST_SECTIONS + 10,
        validate_max=True,
    )


class InstrumentFileForm(forms.Form):
    file = forms.FileField(
        label=_("Instrument as a YAML file"),
        help_text=_("The same as under “instrument” in a program file. It fills the form; nothing is saved yet."),
    )
