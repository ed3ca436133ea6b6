"""Forms of a category and of the lines of its rubric."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from judging.models import Mark
from programs.enums import SelectionMethod, Subject
from programs.models import Category, Criterion

from .clocks import ZonedModelForm
from .scales import HIGHEST, LOWEST, AnchorsField, refuse_outside

MEASURED = (SelectionMethod.RANKING, SelectionMethod.THRESHOLD)

# What a designation has no use for: nobody competes for it, and each candidate has a clock of their own.
OF_A_CONTEST = (
    "accepts_nominations", "counts_for_caps", "tie_policy", "rate_rounding", "minimum_entrants", "panel_size", "quorum",
    "quorum_binds", "is_blind", "closes_at", "announce_at",
)  # fmt: skip


class CategoryForm(ZonedModelForm):
    instants = ("closes_at", "announce_at")
    closings = ("closes_at",)

    class Meta:
        model = Category
        fields = (
            "name", "group", "summary", "description", "how_judged", "is_new", "accepts_nominations",
            "counts_for_caps", "tie_policy", "rate_rounding", "minimum_entrants", "panel_size", "quorum", "quorum_binds",
            "is_blind", "closes_at", "announce_at", "position",
        )  # fmt: skip
        labels = {
            "position": _("Place in the order"),
            "how_judged": _("How it is judged"),
            "is_new": _("Marked as new"),
            "accepts_nominations": _("Takes nominations"),
            "tie_policy": _("Equal results"),
            "rate_rounding": _("Decimals to which rates are rounded before they are compared"),
            "minimum_entrants": _("Fewest entries"),
            "panel_size": _("Judges who read each nomination"),
            "quorum": _("Scorecards a standing needs"),
            "quorum_binds": _("No result is fixed before every entry has them"),
            "closes_at": _("Closes at a moment of its own"),
            "announce_at": _("Announced at a moment of its own"),
            "is_blind": _("Judges do not see who is entered"),
            "counts_for_caps": _("Counts toward the program's limits"),
        }
        help_texts = {
            "group": _("The heading it stands under on the program's page."),
            "description": _("Markdown, the organizer's words."),
            "rate_rounding": _("0 or 1. Empty: rates are compared exactly, so 79.96 % is not 80 %."),
            "minimum_entrants": _("With fewer to be judged, the award is withheld."),
            "panel_size": "",
            "quorum": "",
            "quorum_binds": "",
            "closes_at": _("Empty: when the cycle closes."),
            "announce_at": _("Empty: when the cycle is announced."),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "how_judged": forms.Textarea(attrs={"rows": 3}),
        }

    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line. The award is found by them too."),
    )

    scale_min = forms.IntegerField(label=_("Lowest mark"), min_value=LOWEST, max_value=HIGHEST, required=False)
    scale_max = forms.IntegerField(label=_("Highest mark"), min_value=LOWEST, max_value=HIGHEST, required=False)
    anchors = AnchorsField(
        label=_("Words for marks"), help_text=_("One a line: “7: Well met”. A criterion may have its own.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["aliases"] = "\n".join(self.instance.aliases)
        if self.instance.method == SelectionMethod.ASSESSMENT:
            for name in OF_A_CONTEST:
                del self.fields[name]
            self.instants = self.closings = ()
        if self.instance.method != SelectionMethod.PANEL:
            for name in ("scale_min", "scale_max", "anchors"):
                del self.fields[name]
            return
        scale = self.instance.scale
        self.initial |= {"scale_min": scale["min"], "scale_max": scale["max"], "anchors": scale["anchors"]}
        if Mark.objects.filter(scorecard__assignment__nomination__category=self.instance).exists():
            for name in ("scale_min", "scale_max"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Judges have given marks on this scale, so it stays.")

    def save(self, commit: bool = True) -> Category:
        self.instance.aliases = self.cleaned_data["aliases"]
        if "anchors" in self.fields:
            low, high = self.steps()
            self.instance.scale = {"min": low, "max": high, "anchors": self.cleaned_data["anchors"]}
        return super().save(commit)

    def steps(self) -> tuple[int, int]:
        """Lowest and highest mark as typed; what was left empty stays."""
        scale, typed = self.instance.scale, self.cleaned_data
        low, high = typed.get("scale_min"), typed.get("scale_max")
        return (scale["min"] if low is None else low), (scale["max"] if high is None else high)

    def clean_aliases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    def clean_rate_rounding(self) -> int | None:
        if (self.cleaned_data["rate_rounding"] or 0) > 1:
            raise ValidationError(_("Write 0 or 1, or leave it empty."))
        return self.cleaned_data["rate_rounding"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("quorum") or 0) > (cleaned.get("panel_size") or 0):
            self.add_error("quorum", _("A standing cannot need more scorecards than judges read a nomination."))
        if "anchors" in self.fields:
            low, high = self.steps()
            if low >= high:
                self.add_error("scale_max", _("The highest mark is above the lowest."))
            else:
                refuse_outside(self, "anchors", low, high)
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
        ready = {
            SelectionMethod.PANEL,
            SelectionMethod.RANKING,
            SelectionMethod.THRESHOLD,
            SelectionMethod.APPOINTMENT,
            SelectionMethod.ASSESSMENT,
        }
        self.fields["method"].choices = [each for each in SelectionMethod.choices if each[0] in ready]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("method") in MEASURED and cleaned.get("accepts_nominations"):
            self.add_error("accepts_nominations", _("Surveys decide such an award, so it takes no nominations."))
        if cleaned.get("method") == SelectionMethod.ASSESSMENT:
            self.check_designation(cleaned)
        return cleaned

    def check_designation(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("accepts_nominations"):
            self.add_error("accepts_nominations", _("Candidates are enrolled, so a designation takes no nominations."))
        if cleaned.get("subject") and cleaned["subject"] != Subject.PERSON:
            self.add_error("subject", _("A designation is given to a person."))
        if not self.instance.cycle.is_rolling:
            words = _(
                "Each candidate has a clock of their own: make the cycle always open first, under “Cycle and dates”."
            )
            self.add_error("method", words)


class CriterionForm(forms.ModelForm):
    anchors = AnchorsField(
        label=_("Words for marks"), help_text=_("One a line: “7: Well met”. Empty: the words of the category.")
    )

    class Meta:
        model = Criterion
        fields = ("name", "description", "weight", "comment_required", "anchors", "position")
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        labels = {"comment_required": _("A comment is required"), "position": _("Place in the order")}
        help_texts = {"weight": _("Beside the other criteria: 2 counts twice as much as 1.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        scale = self.instance.category.scale
        refuse_outside(self, "anchors", scale["min"], scale["max"])
        return cleaned

    def clean_weight(self) -> int:
        if not self.cleaned_data["weight"]:
            raise ValidationError(_("A criterion counts at least 1. To take it out, remove it."))
        return self.cleaned_data["weight"]


class NewCriterionForm(CriterionForm):
    with_question = forms.BooleanField(
        label=_("Ask nominators for it: add a long text to the entry form"), required=False, initial=True
    )

    class Meta(CriterionForm.Meta):
        fields = ("name", "description", "weight", "comment_required", "anchors")
