"""How a measured award is decided, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..enums import Metric, Surveys, TiePolicy
from ..measure import COMBINE, UNITS, WEIGHTINGS, WINDOWS, Measure
from ..rules.samples import SURVEY_WORDS


def sentences(measure: Measure, *, method: str, tie_policy: str) -> list[str]:
    """What is measured, what is awarded and who is entered. For a judged award: only what is measured beside it."""
    if method not in ("ranking", "threshold"):
        return list(counted(measure))
    return [*counted(measure), *decided(measure, method, tie_policy), entered(measure)]


def counted(measure: Measure) -> Iterator[str]:
    yield _("Measured: %(what)s.") % {"what": rating(measure.metric, measure.surveys)}
    if measure.second_metric:
        words = {
            "what": rating(measure.second_metric, measure.second_surveys),
            "combine": dict(COMBINE)[measure.combine],
            "first": measure.first_weight,
        }
        if measure.combine == "weighted":
            yield _("And: %(what)s. What counts is %(combine)s, with %(first)d %% for the first.") % words
        else:
            yield _("And: %(what)s. What counts is %(combine)s.") % words
    if measure.surveys == Surveys.TELEPHONE:
        if measure.telephone_includes_automated:
            yield _("A telephone survey may be made by an interviewer or automatically.")
        else:
            yield _("A telephone survey is one that an interviewer made.")
    if measure.metric == Metric.OCR:
        yield _("Call center and website are put together: %(how)s.") % {"how": dict(WEIGHTINGS)[measure.weighting]}
    if measure.window != "year":
        yield _("The rating is of %(window)s, with at least %(n)d surveys.") % {
            "window": dict(WINDOWS)[measure.window],
            "n": measure.best_period_sample,
        }
    if measure.person == "csr":
        yield _("Counted are the surveys that belong to the CSR.")
    elif measure.person == "supervisor" and measure.attribution == "at_call":
        yield _("Counted are the surveys of the supervisor's team, as it was at the time of each call.")
    elif measure.person == "supervisor":
        yield _("Counted are the surveys of the supervisor's team, as it is at the end of the year.")


def rating(metric: str, surveys: str) -> str:
    return _("%(metric)s, from %(surveys)s") % {"metric": Metric(metric).label, "surveys": SURVEY_WORDS[surveys]}


def decided(measure: Measure, method: str, tie_policy: str) -> Iterator[str]:
    if measure.compare == "improvement":
        yield _("Compared is the improvement over the year before, in %(unit)s.") % {
            "unit": dict(UNITS)[measure.improvement_unit]
        }
    if method == "threshold":
        if measure.bar is None:
            yield _("Everyone who meets the rules is awarded.")
        else:
            yield _("Everyone at %(bar)d %% or more is awarded.") % {"bar": measure.bar}
        if "site" in measure.scopes:
            yield scopes(measure)
        return
    yield _("The highest result wins.")
    if tie_policy == TiePolicy.SHARE:
        yield _("Equal results share the placing.")
    elif tie_policy == TiePolicy.BREAK_BY_SAMPLE:
        yield _("Of equal results the one with more surveys goes first.")
    else:
        yield _("Where two results are equal, a person decides.")


def scopes(measure: Measure) -> str:
    if "all_sites" not in measure.scopes:
        return _("Each site can qualify by itself.")
    if measure.trophy_per_scope:
        return _("Each site and all sites together can qualify, and each that does is awarded.")
    return _("Each site and all sites together can qualify; an organization is awarded once.")


def entered(measure: Measure) -> str:
    if measure.entry_mode == "opt_in":
        return _("Who wants to take part asks for it; no nomination is needed.")
    return _("Everyone who takes part is entered; an organization may opt out.")
