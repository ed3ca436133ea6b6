"""Who missed what, and by how much, in sentences."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from programs.rules.base import FAIL, UNKNOWN
from programs.rules.rates import percent, percent_up, points

if TYPE_CHECKING:
    from .measured import Measured


def of(one: Measured) -> list[str]:
    """Everything that stands between a subject and the award, what cannot be mended first."""
    found = []
    if one.is_opted_out:
        found.append(_("The organization opted out of this award."))
    elif not one.is_entered:
        found.append(_("The organization has not asked to be entered in this award."))
    for state in (FAIL, UNKNOWN):
        found += [line["reason"] for line in one.lines if line["verdict"] == state]
    return found + of_rating(one)


def of_rating(one: Measured) -> list[str]:
    """What the rating itself lacks."""
    if any(share is None for share in one.rates):
        return [_without_rate(one)]
    compared = one.value
    if compared is None and one.measure.compare == "improvement":
        return [_("There is no rate of the year before to compare with.")]
    if compared is None or one.meets_bar:
        return []
    return [_below(one, compared, Fraction(one.measure.bar, 100) - compared)]


def _below(one: Measured, compared: Fraction, missing: Fraction) -> str:
    words = {"value": percent(compared), "bar": one.measure.bar, "short": points(missing)}
    if one.measure.compare == "rate":
        return _("%(value)s %% of the %(bar)d %% needed: %(short)s short.") % words
    if one.measure.improvement_unit == "points":
        return _("%(value)s of the %(bar)d points of improvement needed: %(short)s short.") % words
    words["short"] = percent_up(missing)
    return _("%(value)s %% of the %(bar)d %% of improvement needed: %(short)s %% short.") % words


def _without_rate(one: Measured) -> str:
    if one.measure.weighting == "by_volume" and all(one.sample(place).n for place in range(len(one.rates))):
        return _("We do not know the organization's contact volumes, so its channels cannot be put together.")
    if one.measure.window == "best_period" and any(one.sample(place).n for place in range(len(one.rates))):
        return _("No run of months has %(n)d surveys.") % {"n": one.measure.best_period_sample}
    return _("There are no counting surveys of this year.")


def site_name(one: Measured) -> str:
    return one.site or _("All sites")
