"""Addresses of a judge's pages, and what their forms would send."""

from django.urls import reverse

from . import stories


def address(name, assignment, *more):
    return reverse(f"judging:{name}", args=[assignment.code, *more])


def typed(scorecard, *values, **more):
    """What the page would send with these marks."""
    data = {"note": scorecard.note, "version-note": scorecard.note_version}
    marks = {mark.criterion_id: mark for mark in scorecard.marks.all()}
    for criterion, value in zip(stories.criteria_of(scorecard), values, strict=False):
        mark = marks.get(criterion.pk)
        data |= {
            f"mark-{criterion.slug}": "" if value is None else value,
            f"comment-{criterion.slug}": "",
            f"version-{criterion.slug}": mark.version if mark else 0,
        }
    return data | more
