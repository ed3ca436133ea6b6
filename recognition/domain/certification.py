"""From a signed result "met" to a certificate: an honour that is there at once, its papers, its letter, its listing."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from judging.models import AttemptDecision
from nominations.domain import enrolments
from nominations.domain.candidates import match_key
from nominations.enums import AttemptState
from nominations.models import Candidate, Enrolment
from operations import clock
from operations.domain import audit, mail
from operations.domain.jobs import CannotSucceed, enqueue
from programs.domain import clocks
from programs.domain.assessment import settings_of
from programs.enums import PlacingKind
from programs.models import Category, Placing

from ..errors import RecognitionError
from ..models import Honour
from . import documents, register


@transaction.atomic
def certify(decision: AttemptDecision) -> Honour | None:
    """The honour of an attempt that was met; asked twice, it is the same one.

    None where the result is another, or where the certificate waits for other conditions of the designation (C09).
    Who has met it before keeps the honour and its code, in a new version that says the new day.
    """
    AttemptDecision.objects.select_for_update().get(pk=decision.pk)
    if not decision.is_met:
        return None
    present = Honour.objects.filter(certified_by=decision).first()
    if present is not None:
        return present
    enrolment = decision.attempt.enrolment
    category, candidate = enrolment.category, candidate_of(enrolment)
    Category.objects.select_for_update().get(pk=category.pk)
    theirs = Honour.objects.filter(category=category, candidate=candidate)
    later = theirs.filter(certified_by__decided_at__gt=decision.decided_at).first()
    if later is not None:
        return later
    if conditions := enrolments.certificate_waits_for(enrolment):
        tell_what_is_open(decision, conditions)
        return None
    earlier = theirs.standing().first()
    if earlier is not None:
        return certify_again(earlier, decision)
    now = clock.now()
    honour = Honour.objects.create(
        certified_by=decision, category=category, placing=placing_of(category), candidate=candidate,
        nomination=enrolment.nomination, name_as_printed=candidate.name, published_at=now, announced_at=now,
        valid_until=valid_until(decision),
    )  # fmt: skip
    register.bring_up_to_date(category.pk)
    documents.request(honour, by=None)
    tell(honour, enrolment)
    change = {"attempt": decision.attempt.code, "designation": category.slug}
    audit.record("candidate certified", honour.key, program=enrolment.program.slug, change=change)
    return honour


def certify_again(honour: Honour, decision: AttemptDecision) -> Honour:
    """Met once more: code, printed name and place in the register stay; dates and papers are those of the new result."""
    enrolment, before = decision.attempt.enrolment, honour.certified_by
    if before is not None and before.attempt.enrolment.register_consent:
        Enrolment.objects.filter(pk=enrolment.pk).update(register_consent=True)
    Honour.objects.filter(pk=honour.pk).update(
        certified_by=decision, nomination=enrolment.nomination, published_at=clock.now(),
        valid_until=valid_until(decision), version=honour.version + 1,
    )  # fmt: skip
    honour = Honour.objects.select_related("category__cycle__program").get(pk=honour.pk)
    register.bring_up_to_date(honour.category_id)
    documents.request(honour, by=None)
    tell(honour, enrolment)
    change = {
        "attempt": decision.attempt.code,
        "before": before.attempt.code if before else "",
        "version": honour.version,
    }
    audit.record("candidate certified again", honour.key, program=enrolment.program.slug, change=change)
    return honour


def valid_until(decision: AttemptDecision) -> datetime | None:
    """The end of the same day some years later, in the program's zone; the last day of a shorter month."""
    category = decision.attempt.enrolment.category
    years, cycle = settings_of(category).valid_years, category.cycle
    if years is None:
        return None
    zone = cycle.program.time_zone
    day = clocks.day_of(decision.decided_at, zone)
    try:
        last = day.replace(year=day.year + years)
    except ValueError:
        last = day.replace(year=day.year + years, day=28)
    return clocks.end_of(last, zone)


def waits_for(enrolment: Enrolment) -> list[str]:
    """What keeps somebody who has met the requirements from the certificate, in words."""
    is_met = enrolment.attempts.filter(state=AttemptState.MET).exists()
    return enrolments.certificate_waits_for(enrolment) if is_met else []


def look_again(category: Category) -> int:
    """After the conditions of a designation changed: ask for every certificate that may have waited for them."""
    met = AttemptDecision.objects.filter(attempt__enrolment__category=category, result="met", honour=None)
    for decision in met.select_related("attempt"):
        key = f"conditions-met:{decision.attempt.code}:{category.cycle.config_version}:{clock.now().isoformat()}"
        enqueue(
            "conditions_met", key=key, payload={"attempt": decision.attempt_id}, program=category.cycle.program.slug
        )
    return len(met)


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


def tell_what_is_open(decision: AttemptDecision, conditions: list[str]) -> None:
    """The result at once, and what the certificate still waits for."""
    enrolment = decision.attempt.enrolment
    context = {
        "enrolment": enrolment,
        "category": enrolment.category,
        "program": enrolment.program,
        "conditions": conditions,
        "url": settings.SITE_URL + reverse("nominations:assessment", args=[enrolment.code]),
    }
    key = f"met:{decision.attempt.code}"
    mail.queue("assessment_met", enrolment.candidate, context, key=key, program=enrolment.program.slug)


def tell(honour: Honour, enrolment: Enrolment) -> None:
    context = {
        "honour": honour,
        "category": honour.category,
        "program": enrolment.program,
        "url": settings.SITE_URL + reverse("recognition:mine"),
    }
    key = f"certified:{honour.code}" + (f":{honour.version}" if honour.version > 1 else "")
    mail.queue("certified", enrolment.candidate, context, key=key, program=enrolment.program.slug)


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
