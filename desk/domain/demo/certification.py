"""Candidates of the certification at several stages: just enrolled, writing, received by two experts, certified."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from accounts.domain.people import enrol as account
from accounts.models import User
from judging.domain import evaluating, experts, panels, results, terms
from judging.models import Evaluation
from nominations.domain import assessment_letters, attempts, drafts, enrolments, private_links
from nominations.enums import LinkPurpose
from nominations.models import Attempt, Enrolment, Nomination
from operations import clock
from programs.enums import Role
from programs.models import Category, ProgramRole
from recognition.domain import certification

from .cast import Cast, texts

PROGRAM = "icmi-certification"
HALF = ("center-purpose", "strategies", "practices", "measures", "opportunities")
"""What somebody in the middle of the work has written."""


def tell(cast: Cast, began: datetime, *, password: str) -> list[tuple[str, str]]:
    """Build every stage, and say who can sign in. Nothing where the program is not loaded."""
    categories = {one.slug: one for one in Category.objects.filter(cycle__program__slug=PROGRAM)}
    if not categories:
        return []
    parts = texts("certification")
    program = next(iter(categories.values())).cycle.program
    ProgramRole.objects.get_or_create(program=program, user=cast.administrator, role=Role.ADMINISTRATOR)
    people = seat(parts["experts"], list(categories.values()), cast, began)
    candidates = []
    for said in parts["candidates"]:
        enrolment = begin(categories[said["designation"]], said, cast, began)
        candidates.append(enrolment.candidate)
        STAGES[said["stage"]](enrolment, said, parts, cast, began)
    everybody = [one.pk for one in (*people, *candidates)]
    User.objects.filter(pk__in=everybody).update(password=make_password(password))
    told = [
        (f"candidate, {said['stage']}", user.email) for said, user in zip(parts["candidates"], candidates, strict=True)
    ]
    return [*told, *(("expert", user.email) for user in people)]


def seat(said: list[dict], categories: list[Category], cast: Cast, began: datetime) -> list[User]:
    people = [account(one["email"], name=one["name"]) for one in said]
    with clock.standing_at(began - timedelta(days=130)):
        for category in categories:
            for one in people:
                panels.add_member(category, one, by=cast.administrator)
    for one in people:
        for text in terms.outstanding(one, categories[0].cycle.program):
            terms.accept(text, one)
    return people


def begin(category: Category, said: dict, cast: Cast, began: datetime) -> Enrolment:
    """Enrolled, with the instructions of the same day."""
    with clock.standing_at(began - timedelta(days=said["days"])):
        made = enrolments.enrol(
            category,
            email=said["email"],
            name=said["name"],
            by=cast.administrator,
            employer=said["employer"],
            zone=said["zone"],
            manager_name=said.get("manager", ""),
            manager_email=said.get("manager_email", ""),
            register_consent=said["stage"] == "met",
        )
        enrolments.make_available(made, by=cast.administrator)
    return made


def enrolled(enrolment: Enrolment, said: dict, parts: dict, cast: Cast, began: datetime) -> None:
    """Nothing is written yet."""


def writing(enrolment: Enrolment, said: dict, parts: dict, cast: Cast, began: datetime) -> None:
    """Half of the workbook, and a manager who has commented on one part of it."""
    with clock.standing_at(began - timedelta(days=4)):
        workbook = write(enrolment, said, parts, only=HALF)
        link, token = private_links.issue(
            workbook,
            LinkPurpose.MANAGER_REVIEW,
            name=said["manager"],
            email=said["manager_email"],
            by=enrolment.candidate,
        )
        url = settings.SITE_URL + reverse("nominations:manager_review", args=[token])
        assessment_letters.manager_asked(enrolment, link, url)
    with clock.standing_at(began - timedelta(days=2)):
        link = private_links.open_link(token, LinkPurpose.MANAGER_REVIEW)
        question = workbook.category.questions.get(slug="opportunities")
        private_links.comment(link, question, parts["comment"], base_version=0)


def received(enrolment: Enrolment, said: dict, parts: dict, cast: Cast, began: datetime) -> None:
    """Handed in, with two experts: one has begun."""
    attempt = hand_in(enrolment, said, parts, began - timedelta(days=8))
    with clock.standing_at(began - timedelta(days=7)):
        first, _second = experts.fill(attempt, by=cast.administrator)
    with clock.standing_at(began - timedelta(days=3)):
        evaluation = evaluating.open_for(first, by=first.expert)
        section, *_others = evaluating.sections_of(evaluation)
        typed = evaluating.Typed("deficiency", parts["finding"], parts["correction"], 0)
        evaluating.save(evaluation, {section: typed}, by=first.expert)


def met(enrolment: Enrolment, said: dict, parts: dict, cast: Cast, began: datetime) -> None:
    """Two experts found nothing wanting; decided, and certified."""
    attempt = hand_in(enrolment, said, parts, began - timedelta(days=60))
    with clock.standing_at(began - timedelta(days=50)):
        for evaluation in experts.fill(attempt, by=cast.administrator):
            find_nothing(evaluation)
    with clock.standing_at(began - timedelta(days=45)):
        attempt = Attempt.objects.select_related(*attempts.RELATED).get(pk=attempt.pk)
        for requirement in ("exam", "experience"):
            enrolments.tick(enrolment, requirement, is_met=True, by=cast.administrator)
        certification.certify(results.decide(attempt, result="met", by=cast.administrator))


def find_nothing(evaluation: Evaluation) -> None:
    opened = evaluating.open_for(evaluation, by=evaluation.expert)
    sections = evaluating.sections_of(opened)
    evaluating.save(opened, {one: evaluating.Typed("meets", "", "", 0) for one in sections}, by=opened.expert)
    evaluating.submit(opened, by=opened.expert)


def hand_in(enrolment: Enrolment, said: dict, parts: dict, moment: datetime) -> Attempt:
    with clock.standing_at(moment - timedelta(hours=1)):
        workbook = write(enrolment, said, parts)
    with clock.standing_at(moment):
        return attempts.submit(workbook, by=enrolment.candidate)


def write(enrolment: Enrolment, said: dict, parts: dict, *, only: tuple[str, ...] = ()) -> Nomination:
    workbook = Nomination.objects.select_related("category__cycle__program", "cycle__program", "nominator").get(
        pk=enrolment.nomination_id
    )
    written = parts["workbook"]
    if said["designation"] == "management-consultant":
        written = {**written, "whose-center": "client"}
    for question in workbook.category.questions.all():
        if question.slug in written and (not only or question.slug in only):
            value = filled(written[question.slug], said["center"])
            drafts.save_answer(workbook, question, value, base_version=0, by=enrolment.candidate)
    return workbook


def filled(value, center: str):
    """A text with the center's name in it; a table as its rows."""
    if isinstance(value, list):
        return [{"cells": row} for row in value]
    if isinstance(value, str):
        return value.format(center=center)
    return value


STAGES = {"enrolled": enrolled, "writing": writing, "received": received, "met": met}
