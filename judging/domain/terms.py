"""Confidentiality terms: the newest version must be accepted before any entry opens."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from nominations.domain.refusal import Refused
from operations import clock
from operations.domain import audit
from programs.enums import TermsKind
from programs.models import Program, Terms

from ..access import seats_of
from ..models import TermsAcceptance


def in_force(programs: Iterable) -> dict[int, Terms]:
    """The newest published confidentiality terms of each program, by program; one query."""
    published = Terms.objects.filter(
        program__in=programs, kind=TermsKind.CONFIDENTIALITY, published_at__lte=clock.now()
    )
    newer = published.filter(program=OuterRef("program"), version__gt=OuterRef("version"))
    return {terms.program_id: terms for terms in published.filter(~Exists(newer)).select_related("program")}


def outstanding(user, program: Program | None = None) -> list[Terms]:
    """Terms this judge has still to accept, of one program or of all programs they judge for."""
    programs = [program.pk] if program else seats_of(user).values("panel__category__cycle__program")
    published = Terms.objects.filter(
        program__in=programs, kind=TermsKind.CONFIDENTIALITY, published_at__lte=clock.now()
    )
    newer = published.filter(program=OuterRef("program"), version__gt=OuterRef("version"))
    accepted = TermsAcceptance.objects.filter(user=user, terms=OuterRef("pk"))
    return list(published.filter(~Exists(newer), ~Exists(accepted)).select_related("program"))


@transaction.atomic
def accept(terms: Terms, user) -> TermsAcceptance:
    """This person accepts this version. Only the version in force can be accepted."""
    newest = in_force([terms.program_id]).get(terms.program_id)
    if newest is None or newest.pk != terms.pk:
        raise Refused(_("There is a newer version of these terms. Please read that one."))
    acceptance, made = TermsAcceptance.objects.get_or_create(user=user, terms=terms)
    if made:
        change = {"version": terms.version}
        audit.record("terms_accepted", f"terms:{terms.pk}", by=user, program=terms.program.slug, change=change)
    return acceptance
