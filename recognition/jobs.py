"""Doors for background work: each finds its rows and calls one verb."""

from __future__ import annotations

from collections.abc import Iterator

from operations.domain import stored
from operations.domain.jobs import Progress, job


@job("make_honours")
def make_honours(payload: dict, progress: Progress) -> dict:
    from judging.models import Decision

    from .domain import honours

    decision = Decision.objects.get(pk=payload["decision"])
    return {"honours": len(honours.make(decision))}


@job("certify")
def certify(payload: dict, progress: Progress) -> dict:
    from judging.models import AttemptDecision

    from .domain import certification

    honour = certification.certify(AttemptDecision.objects.get(pk=payload["decision"]))
    return {"honour": honour.code if honour else ""}


@job("conditions_met")
def conditions_met(payload: dict, progress: Progress) -> dict:
    """Other conditions of a designation are fulfilled: a result that waited for them brings its certificate."""
    from judging.models import AttemptDecision

    from .domain import certification

    decision = AttemptDecision.objects.filter(attempt=payload["attempt"]).first()
    honour = certification.certify(decision) if decision else None
    return {"honour": honour.code if honour else ""}


@job("follow_names")
def follow_names(payload: dict, progress: Progress) -> dict:
    from measurement.models import Agent

    from .domain import names

    return names.follow(list(Agent.objects.filter(pk__in=payload["agents"])))


@job("announce")
def announce(payload: dict, progress: Progress) -> dict:
    from programs.models import Category

    from .domain import announcements

    return announcements.open_doors(Category.objects.select_related("cycle__program").get(pk=payload["category"]))


@job("render_documents")
def render_documents(payload: dict, progress: Progress) -> dict:
    from .domain import documents

    return documents.run(payload, progress)


@stored.owner("documents")
def files_of_documents() -> Iterator[str]:
    from operations.models import Job

    from .models import Document

    yield from Document.objects.exclude(path="").values_list("path", flat=True).iterator()
    for result in Job.objects.filter(kind="render_documents").values_list("result", flat=True).iterator():
        yield result.get("zip", "")
