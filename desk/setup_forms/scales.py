"""The scale of a rubric on a screen: its steps, and words for some of them, one a line."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 0, 100


class AnchorsField(forms.CharField):
    """Marks with their words, "7: Well met", kept as {"7": "Well met"}. Whether they are on the scale, the form says."""

    def __init__(self, **kwargs) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{mark}: {words}" for mark, words in sorted(value.items(), key=lambda one: int(one[0])))

    def clean(self, value: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in filter(str.strip, super().clean(value).splitlines()):
            mark, colon, words = (part.strip() for part in line.partition(":"))
            if not colon or not words or not (mark.isascii() and mark.isdigit()):
                said = _("“%(line)s”: write the mark, a colon and its words, for example “7: Well met”.")
                raise ValidationError(said, params={"line": line.strip()[:60]})
            if str(int(mark)) in found:
                raise ValidationError(_("The mark %(mark)s has words already."), params={"mark": mark})
            found[str(int(mark))] = words
        return found

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.clean(str(data or "")) != (initial or {})
        except ValidationError:
            return True


def refuse_outside(form: forms.Form, name: str, low: int, high: int) -> None:
    """Words for a mark that nobody can give are a mistake."""
    outside = [mark for mark in form.cleaned_data.get(name) or {} if not low <= int(mark) <= high]
    if outside:
        words = {"mark": outside[0], "low": low, "high": high}
        form.add_error(name, _("%(mark)s is not on the scale from %(low)d to %(high)d.") % words)
