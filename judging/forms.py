"""What judges type, cleaned. Rubrics are read by hand: a form object a criterion costs more than it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.domain.names import normalised
from accounts.models import Organisation
from programs.models import Category, Criterion

from .domain import appointment, evaluating
from .domain.recusals import REASONS_TO_CHOOSE
from .domain.scoring import Typed

CANNOT_JUDGE = "cannot"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class RecusalForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you step back?"),
        choices=REASONS_TO_CHOOSE,
        error_messages={"required": _("Choose a reason for stepping back.")},
    )
    note = forms.CharField(required=False, max_length=1000)


class OrganisationNamed(forms.CharField):
    """The name of an organization that is known here, however it is written; the organization comes out."""

    def clean(self, value: str) -> Organisation | None:
        name = super().clean(value)
        if not name:
            return None
        found = Organisation.objects.filter(normalised_name=normalised(name)).order_by("pk").first()
        if found is None:
            raise forms.ValidationError(
                _("No organization of this name is known here. Write it as the survey files do."), code="unknown"
            )
        return found


class ProposalForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    title = forms.CharField(label=_("What they do, and where"), max_length=200, required=False)
    organisation = OrganisationNamed(label=_("Organization"), max_length=200, required=False)
    reason = forms.CharField(label=_("Why this person?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, category: Category, **kwargs) -> None:
        """The organization is asked for where a rule of the award looks at it."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].required = bool(appointment.rules_of_organisation(category))


def typed_marks(data: QueryDict, criteria: Iterable[Criterion]) -> dict[Criterion, Typed]:
    """What was sent for these criteria. A criterion that was not sent at all is left alone."""
    return {
        criterion: typed_mark(data, criterion.slug) for criterion in criteria if f"version-{criterion.slug}" in data
    }


def typed_mark(data: QueryDict, slug: str) -> Typed:
    mark = data.get(f"mark-{slug}", "")
    return Typed(
        value=whole(mark),
        cannot_judge=mark == CANNOT_JUDGE,
        comment=text(data.get(f"comment-{slug}", "")),
        base_version=whole(data.get(f"version-{slug}")) or 0,
    )


def typed_findings(data: QueryDict, sections: Iterable[str]) -> dict[str, evaluating.Typed]:
    """What was sent for these sections. A section that was not sent at all is left alone."""
    return {
        slug: evaluating.Typed(
            verdict=data.get(f"verdict-{slug}", ""),
            evidence=text(data.get(f"evidence-{slug}", "")),
            correction=text(data.get(f"correction-{slug}", "")),
            base_version=whole(data.get(f"version-{slug}")) or 0,
        )
        for slug in sections
        if f"version-{slug}" in data
    }


def whole(typed: str | None) -> int | None:
    """A whole number of at most five digits, or None: what is out of range is refused by the verb."""
    return int(typed) if re.fullmatch(r"\d{1,5}", typed or "", re.ASCII) else None


def text(typed: str) -> str:
    """One kind of line end, no control characters, no blanks at the end."""
    return CONTROL.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).rstrip()
