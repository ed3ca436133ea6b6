"""From a signed result "met" to a certificate: an honour that is there at once, its papers, its letter, its listing."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from judging.models import AttemptDecision
from nominations.domain.candidates import match_key
from nominations.models import Candidate, Enrolment
from operations import clock
from operations.domain import audit, mail
from operations.domain.jobs import CannotSucceed
from programs.enums import PlacingKind
from programs.models import Category, Placing

from ..errors import RecognitionError
from ..models import Honour
from . import documents, register


@transaction.atomic
def certify(decision: AttemptDecision) -> Honour | None:
    """The honour of an attempt that was met; asked twice, it is the same one. None where the result is another."""
    AttemptDecision.objects.select_for_update().get(pk=decision.pk)
    if not decision.is_met:
        return None
    present = Honour.objects.filter(certified_by=decision).first()
    if present is not None:
        return present
    enrolment = decision.attempt.enrolment
    category, candidate = enrolment.category, candidate_of(enrolment)
    Category.objects.select_for_update().get(pk=category.pk)
    earlier = Honour.objects.standing().filter(category=category, candidate=candidate).first()
    if earlier is not None:
        return earlier
    now = clock.now()
    honour = Honour.objects.create(
        certified_by=decision, category=category, placing=placing_of(category), candidate=candidate,
        nomination=enrolment.nomination, name_as_printed=candidate.name, published_at=now, announced_at=now,
    )  # fmt: skip
    register.bring_up_to_date(category.pk)
    documents.request(honour, by=None)
    tell(honour, enrolment)
    change = {"attempt": decision.attempt.code, "designation": category.slug}
    audit.record("candidate certified", honour.key, program=enrolment.program.slug, change=change)
    return honour


def candidate_of(enrolment: Enrolment) -> Candidate:
    """Who stands in the nomination, or the enrolled person where nobody does yet."""
    if enrolment.nomination.candidate is not None:
        return enrolment.nomination.candidate
    person, category = enrolment.candidate, enrolment.category
    made, _created = Candidate.objects.get_or_create(
        program=enrolment.program,
        match_key=match_key(category.subject, None, f"{person} {person.email}"),
        defaults={"subject": category.subject, "name": str(person), "email": person.email, "user": person},
    )
    return made


def placing_of(category: Category) -> Placing:
    found = list(category.placings.all())
    certified = [placing for placing in found if placing.kind == PlacingKind.CERTIFIED]
    if not found:
        raise CannotSucceed(
            _("%(category)s awards no placing. Add “Certified” to it, then try again.") % {"category": category.name}
        )
    return (certified or found)[0]


def tell(honour: Honour, enrolment: Enrolment) -> None:
    context = {
        "honour": honour,
        "category": honour.category,
        "program": enrolment.program,
        "url": settings.SITE_URL + reverse("recognition:mine"),
    }
    mail.queue(
        "certified", enrolment.candidate, context, key=f"certified:{honour.code}", program=enrolment.program.slug
    )


@transaction.atomic
def set_listed(honour: Honour, listed: bool, *, by: User) -> None:
    """The certified person stands in the public register, or leaves it; at any time, as often as wanted."""
    enrolment = honour.certified_by.attempt.enrolment if honour.certified_by else None
    if enrolment is None or enrolment.candidate_id != by.pk:
        raise RecognitionError(_("Only the certified person can change this."))
    was = Enrolment.objects.filter(pk=enrolment.pk, register_consent=not listed)
    if was.update(register_consent=listed):
        action = "register joined" if listed else "register left"
        audit.record(action, honour.key, by=by, program=enrolment.program.slug)
