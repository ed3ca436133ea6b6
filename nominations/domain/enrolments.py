"""Enrolling candidates: one assessment per designation sought (C09), its clock started when the setting says (C02)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.domain import people
from accounts.models import User
from operations import clock
from operations.domain import audit
from operations.domain.jobs import enqueue
from operations.refusal import Refused
from programs.calendars import UnknownCalendar, refuse_unknown
from programs.checks import time_zone
from programs.domain import clocks
from programs.domain.assessment import ENROLMENT, FIRST_LOGIN, INSTRUCTIONS, settings_of
from programs.enums import SelectionMethod
from programs.models import Category, Program

from ..enums import AttemptState, EnrolmentSource, Relation
from ..models import Answer, Attempt, Enrolment, Nomination, RequirementTick
from . import assessment_letters, attempts, organisations, states

RELATED = ("candidate", "category__cycle__program", "program", "nomination", "employer")


@transaction.atomic
def enrol(
    category: Category,
    *,
    email: str,
    name: str,
    by,
    employer: str = "",
    zone: str = "",
    calendar: str = "",
    instructions_on: date | None = None,
    order_number: str = "",
    manager_name: str = "",
    manager_email: str = "",
    register_consent: bool = False,
) -> Enrolment:
    """Enrol somebody, with an account where there is none yet. All or nothing."""
    program = category.cycle.program
    if category.method != SelectionMethod.ASSESSMENT:
        raise Refused(_("%(category)s is no assessment.") % {"category": category})
    zone, calendar = zone or program.time_zone, calendar or program.holiday_calendar
    refuse_unusable(zone, calendar)
    # One after the other in a program: what is asked below still holds when it is written.
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    email = email.strip().lower()
    user, is_new = account_of(email, name)
    if Enrolment.objects.filter(candidate=user, category=category, closed_at=None).exists():
        raise Refused(_("%(who)s is enrolled for %(category)s already.") % {"who": email, "category": category})
    if order_number and Enrolment.objects.filter(program=program, order_number=order_number).exists():
        raise Refused(_("The order %(number)s was enrolled already.") % {"number": order_number})
    organisation = organisations.named(employer, by=by) if employer.strip() else None
    nomination = Nomination.objects.create(
        cycle=category.cycle,
        category=category,
        nominator=user,
        organisation=organisation,
        relation=Relation.SELF,
        title=user.name or name,
    )
    asked = category.questions.filter(fact="entrant_name").first()
    if asked:
        Answer.objects.create(nomination=nomination, question=asked, value=user.name or name, updated_by=user)
    made = Enrolment.objects.create(
        nomination=nomination,
        program=program,
        category=category,
        candidate=user,
        employer=organisation,
        manager_name=manager_name,
        manager_email=manager_email,
        source=EnrolmentSource.ORDER if order_number else EnrolmentSource.TYPED,
        order_number=order_number,
        calendar=calendar,
        zone=zone,
        register_consent=register_consent,
        enrolled_by=by,
        enrolled_at=clock.now(),
    )
    states.remember(nomination, "enrolled", by=by, to_state=nomination.state)
    change = {"category": category.slug, "zone": zone, "calendar": calendar, "order": order_number}
    audit.record("candidate enrolled", made.key, by=by, program=program.slug, change=change)
    assessment_letters.enrolled(made, is_new=is_new)
    if settings_of(category).clock_start == ENROLMENT:
        make_available(made, by=by)
    elif instructions_on:
        make_available(made, by=by, on=instructions_on)
    return made


def account_of(email: str, name: str) -> tuple[User, bool]:
    """The person's account and whether it is new: made where there is none, or where it was nobody's so far."""
    known = User.objects.filter(email__iexact=email)
    if user := known.first():
        return user, people.take_from_nobody(user)
    try:
        with transaction.atomic():
            return people.enrol(email, name=name), True
    except IntegrityError:  # another program made it at this moment
        return known.get(), False


def refuse_unusable(zone: str, calendar: str) -> None:
    from django.core.exceptions import ValidationError

    try:
        time_zone(zone)
        refuse_unknown(calendar)
    except (ValidationError, UnknownCalendar) as problem:
        raise Refused(*getattr(problem, "messages", [str(problem)])) from problem


@transaction.atomic
def make_available(enrolment: Enrolment, *, by, on: date | None = None) -> Attempt | None:
    """Make the instructions available, now or on a day to come: the clock starts with them (C02)."""
    if attempts.newest_of(enrolment):
        raise Refused(_("The instructions are available already."))
    if enrolment.closed_at:
        raise Refused(_("This enrollment is closed already."))
    if on is not None:
        clocks.refuse_far(on)
    today = clocks.day_of(clock.now(), enrolment.zone)
    at = clock.now() if on is None or on == today else clocks.start_of(on, enrolment.zone)
    settings = settings_of(enrolment.category)
    last = clocks.counted(clocks.day_of(at, enrolment.zone), settings.limit_kind, settings.limit, enrolment.calendar)[
        -1
    ]
    if last.date < today:
        raise Refused(_("The time from these instructions ran out on %(day)s.") % {"day": last.date.isoformat()})
    Enrolment.objects.filter(pk=enrolment.pk).update(instructions_at=at)
    enrolment.instructions_at = at
    change = {"at": at.isoformat()}
    audit.record("instructions made available", enrolment.key, by=by, program=enrolment.program.slug, change=change)
    if at > clock.now():
        enqueue(
            "attempt_open",
            key=f"attempt-open:{enrolment.code}:{at:%Y%m%dT%H%M}",
            payload={"enrolment": enrolment.pk},
            due_at=at,
            program=enrolment.program.slug,
        )
        return None
    return begin_if_due(enrolment, by=by)


def begin_if_due(enrolment: Enrolment, *, by=None) -> Attempt | None:
    """Open the first attempt where its clock runs from the instructions or the enrolment."""
    if settings_of(enrolment.category).clock_start == FIRST_LOGIN or enrolment.closed_at:
        return None
    at = enrolment.instructions_at
    if at is None or at > clock.now():
        return None
    return attempts.open_first(enrolment, at=at, by=by)


def first_login(enrolment: Enrolment) -> Attempt | None:
    """The candidate opened the assessment for the first time, where that starts the clock."""
    there = attempts.newest_of(enrolment)
    if there or enrolment.closed_at or settings_of(enrolment.category).clock_start != FIRST_LOGIN:
        return there
    if enrolment.instructions_at is None or enrolment.instructions_at > clock.now():
        return None
    return attempts.open_first(enrolment, at=clock.now(), by=enrolment.candidate)


@transaction.atomic
def tick(enrolment: Enrolment, requirement: str, *, is_met: bool, by) -> None:
    """A further condition of the designation is fulfilled, or is not after all."""
    program = enrolment.program.slug
    known = {one.slug for one in settings_of(enrolment.category).requirements}
    if requirement not in known:
        raise Refused(_("This designation has no such requirement."))
    if is_met:
        ticked, _new = RequirementTick.objects.get_or_create(
            enrolment=enrolment, requirement=requirement, defaults={"by": by, "at": clock.now()}
        )
    else:
        enrolment.ticks.filter(requirement=requirement).delete()
    change = {"requirement": requirement, "met": is_met}
    audit.record("requirement ticked", enrolment.key, by=by, program=program, change=change)
    met = enrolment.attempts.filter(state=AttemptState.MET).first()
    if is_met and met and not open_requirements(enrolment):
        # A later app makes the certificate of a result that waited for this.
        key = f"conditions-met:{met.code}:{ticked.pk}"
        enqueue("conditions_met", key=key, payload={"attempt": met.pk}, program=program)


def open_requirements(enrolment: Enrolment) -> list[str]:
    """Conditions besides the assessment that are not ticked yet, in words."""
    ticked = set(enrolment.ticks.values_list("requirement", flat=True))
    return [one.label for one in settings_of(enrolment.category).requirements if one.slug not in ticked]


def certificate_waits_for(enrolment: Enrolment) -> list[str]:
    """Conditions that hold the certificate back, in words; none where the settings let nothing wait (C09)."""
    return open_requirements(enrolment) if settings_of(enrolment.category).requirements_bind else []


def starts(enrolment: Enrolment) -> str:
    """How the clock starts, in words."""
    return {
        ENROLMENT: _("Your clock starts when you are enrolled."),
        INSTRUCTIONS: _("Your clock starts when your instructions are made available."),
        FIRST_LOGIN: _("Your clock starts when you open the assessment for the first time."),
    }[settings_of(enrolment.category).clock_start]


def counted(enrolment: Enrolment, attempt: Attempt) -> list[clocks.Day]:
    """How the last day of an attempt was counted, extensions aside."""
    attempt.enrolment = enrolment
    limit = attempts.limit_of(attempt)
    return clocks.counted(
        clocks.day_of(attempt.opened_at, enrolment.zone), limit["kind"], limit["n"], limit["calendar"]
    )


@transaction.atomic
def set_clock(enrolment: Enrolment, *, zone: str, calendar: str, by) -> Enrolment:
    """Another zone or holiday calendar for one candidate. A clock that runs is counted anew, never to an earlier end."""
    program = enrolment.program
    zone, calendar = zone or program.time_zone, calendar or program.holiday_calendar
    refuse_unusable(zone, calendar)
    if enrolment.closed_at:
        raise Refused(_("This enrollment is closed already."))
    change = {"zone": [enrolment.zone, zone], "calendar": [enrolment.calendar, calendar]}
    Enrolment.objects.filter(pk=enrolment.pk).update(zone=zone, calendar=calendar)
    enrolment.zone, enrolment.calendar = zone, calendar
    audit.record("candidate's clock changed", enrolment.key, by=by, program=program.slug, change=change)
    if attempt := attempts.newest_of(enrolment):
        attempts.recount(attempt, by=by)
    return enrolment


@transaction.atomic
def consent(enrolment: Enrolment, agrees: bool, *, by) -> None:
    """Whether the candidate may stand in the public register; asked of the candidate, changed at any time."""
    if Enrolment.objects.filter(pk=enrolment.pk).exclude(register_consent=agrees).update(register_consent=agrees):
        change = {"agrees": agrees}
        audit.record("register consent given", enrolment.key, by=by, program=enrolment.program.slug, change=change)
