"""What a person may find. Before the moment there is nothing to find for anybody but the program's administrators."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from nominations.models.candidate import name_open
from operations import clock
from programs.models import Cycle, Program

from .domain import waves
from .enums import DocumentState
from .models import Document, Honour


def public_honours() -> QuerySet[Honour]:
    """Announced, standing and listed, with what every page shows of them; to be shown through `waves.as_seen`."""
    return standing_honours().listed().current(clock.now())


def standing_honours() -> QuerySet[Honour]:
    """Announced and standing, those included that stand in no list; to be shown through `waves.as_seen`."""
    return (
        Honour.objects.announced(clock.now())
        .standing()
        .select_related(
            "category__cycle__program", "placing", "appears_as", "candidate__organisation", "candidate__agent"
        )
    )


def own_honours(user) -> QuerySet[Honour]:
    return standing_honours().of(user)


def certified_people(program: Program) -> QuerySet[Honour]:
    """The program's public register; it is searched by name, so who has no name to publish is not found there."""
    return public_honours().named().certified().filter(category__cycle__program=program)


def credentials_for(user) -> QuerySet[Honour]:
    """Whose credential this person may download, once its name may be told: the own ones, everybody's where the program says so, one's program's."""
    allowed = Q(pk__in=own_honours(user).values("pk"))
    allowed |= Q(pk__in=public_honours().filter(category__cycle__program__certificates_are_public=True).values("pk"))
    allowed |= Q(category__cycle__program__in=Program.objects.administered_by(user).values("pk"))
    return standing_honours().named().filter(allowed)


def documents_for(user) -> QuerySet[Document]:
    """Finished documents this person may download: the version that is valid now, honours that were revoked left out.

    Everybody's where the program says so, one's own, and all of the programs one administers; always those of
    the placing that the honour is shown as. The others stand below `/manage/` alone.
    """
    allowed = Q(honour__category__cycle__program__in=Program.objects.administered_by(user).values("pk"))
    allowed |= Q(honour__in=own_honours(user).values("pk"))
    allowed |= Q(
        honour__in=public_honours().filter(category__cycle__program__certificates_are_public=True).values("pk")
    )
    return (
        Document.objects.filter(
            allowed,
            waves.is_seen_with(clock.now()),
            state=DocumentState.READY,
            version=F("honour__version"),
            honour__revoked_at=None,
        )
        .exclude(name_open("honour__candidate__"))
        .select_related("honour__category__cycle__program", "placing")
        .order_by("kind")
    )


def public_cycles() -> QuerySet[Cycle]:
    return Cycle.objects.public().select_related("program")


def managed_cycles(user) -> QuerySet[Cycle]:
    return Cycle.objects.filter(program__in=Program.objects.administered_by(user)).select_related("program")
