"""Confidentiality terms: the newest version must be accepted before any entry opens."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit
from operations.refusal import Refused
from programs.enums import TermsKind
from programs.models import Program, Terms

from ..access import appointed_for, seats_of
from ..models import TermsAcceptance


def in_force(programs: Iterable[int]) -> QuerySet[Terms]:
    """The newest published confidentiality terms of each of these programs."""
    published = Terms.objects.filter(kind=TermsKind.CONFIDENTIALITY, published_at__lte=clock.now())
    newer = published.filter(program=OuterRef("program"), version__gt=OuterRef("version"))
    return published.filter(~Exists(newer), program__in=programs).select_related("program")


def outstanding(user, program: Program | None = None) -> list[Terms]:
    """Terms this person has still to accept: of one program, or of all in which they judge or have the final word."""
    if program:
        return outstanding_of(user, [program.pk])
    judged = seats_of(user).values_list("panel__category__cycle__program", flat=True)
    appointed = appointed_for(user).values_list("cycle__program", flat=True)
    return outstanding_of(user, {*judged, *appointed})


def outstanding_of(user, programs: Iterable[int]) -> list[Terms]:
    """Terms of these programs that this person has still to accept; one query."""
    accepted = TermsAcceptance.objects.filter(user=user, terms=OuterRef("pk"))
    return list(in_force(programs).filter(~Exists(accepted)))


@transaction.atomic
def accept(terms: Terms, user) -> TermsAcceptance:
    """This person accepts this version. Only the version in force can be accepted."""
    if not in_force([terms.program_id]).filter(pk=terms.pk).exists():
        raise Refused(_("There is a newer version of these terms. Please read that one."))
    acceptance, made = TermsAcceptance.objects.get_or_create(user=user, terms=terms)
    if made:
        change = {"version": terms.version}
        audit.record("terms accepted", f"terms:{terms.pk}", by=user, program=terms.program.slug, change=change)
    return acceptance
