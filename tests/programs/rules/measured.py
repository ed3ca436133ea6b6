"""Measured facts for hand-worked examples: survey year 2017, awards of 2018."""

from __future__ import annotations

from programs.rules import Sample, Verdict, rule_from, sample_key

from .given import facts

JANUARY = 0


def sample(n: int, top: int = 0) -> Sample:
    """So many surveys, all of them in January."""
    return Sample((n, *(0,) * 11), (top, *(0,) * 11))


def by_month(*counts: int) -> Sample:
    """Surveys by month from January on, nobody of them satisfied."""
    return Sample((*counts, *(0,) * (12 - len(counts))), (0,) * 12)


def verdict(kind: str, params: dict, samples: dict[str, Sample] | None = None, **given) -> Verdict:
    """What a rule says of an organisation; `samples` by "fcr:live", with ":1" for the year before."""
    keyed = {key if key.count(":") == 2 else f"{key}:0": value for key, value in (samples or {}).items()}
    assert all(key == sample_key(*key.split(":")) for key in keyed)
    known = {"subject": "organisation", "survey_year": 2017, "samples": keyed, **given}
    return rule_from(kind, params).check(facts(**known))


def said(kind: str, params: dict, samples: dict[str, Sample] | None = None, **given) -> tuple[str, str]:
    found = verdict(kind, params, samples, **given)
    return found.state, found.reason
