"""What people are asked for in the measured demo: stories and applications, read by the six judges of the cast.

Everything is told at its own moment of the cycle, which lies in the past, by the verbs the site uses.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.domain import organisations
from accounts.domain.people import enrol
from accounts.models import Organisation, User
from judging.domain import appointment, assigning, panels, terms
from measurement.domain import results
from measurement.domain.measured import Measured
from measurement.models import Participation
from nominations.domain import drafts, private_links, stories, submission
from nominations.enums import LinkPurpose
from nominations.models import Nomination
from operations import clock
from programs.enums import QuestionKind, SelectionMethod, Subject
from programs.models import Category, Cycle, Question
from programs.rules.base import FAIL

from . import gala, judging
from .cast import texts

MOST_PEOPLE = 12
APPLICATIONS = 2
BEFORE_THE_END = timedelta(days=2)
RATES = {"fcr-figures": ("71", "79"), "csat-figures": ("74", "81")}
SAMPLES = ("1240", "1180")


@transaction.atomic
def tell(cycle: Cycle, *, by: User, password: str) -> int:
    """Entries and scorecards in every award that is judged, unless somebody has entered already. Says how many."""
    if Nomination.objects.filter(cycle=cycle).exists():
        return 0
    said = texts("measured-stories")
    told: dict[str, dict] = {}
    for place, category in enumerate(cycle.categories.select_related("cycle__program")):
        if category.method == SelectionMethod.APPOINTMENT:
            with clock.standing_at(cycle.closes_at - BEFORE_THE_END):
                appointment.propose(category, by=by, organisation=employer(cycle), **said["proposal"])
        elif category.method == SelectionMethod.PANEL and category.accepts_nominations:
            told |= {code: {"strength": 9 - at % 5} for at, code in enumerate(enter(category, place, said, password))}
    read(cycle, told, by)
    gala.tell(cycle, told, by=by)
    return len(told)


def employer(cycle: Cycle) -> Organisation | None:
    """Of whoever is proposed: the first organization that takes part in the study, as the rule asks."""
    taking_part = Participation.objects.filter(program=cycle.program, year=cycle.survey_year)
    return Organisation.objects.filter(participations__in=taking_part).order_by("name", "pk").first()


def enter(category: Category, place: int, said: dict, password: str) -> list[str]:
    """The codes of the entries that were made, the best first."""
    moment = (category.closes_at or category.cycle.closes_at) - BEFORE_THE_END
    made = []
    if category.subject == Subject.PERSON:
        for one in nominees(category):
            organisation = Organisation.objects.get(pk=one.organisation)
            made.append(entered(category, organisation, client_of(organisation, password), said, moment, one))
    else:
        known = {one.name: one for one in Organisation.objects.filter(memberships__isnull=False)}
        names = texts("cast")["organisations"]
        for step in range(APPLICATIONS):
            key = said["applicants"][(place + step * 3) % len(said["applicants"])]
            organisation = known[names[key]["name"]]
            member = organisation.memberships.order_by("pk").first().user
            made.append(entered(category, organisation, member, said, moment + timedelta(minutes=7 * step)))
    return [entry.code for entry in made]


def nominees(category: Category) -> list[Measured]:
    """Whom nothing that was measured speaks against, the highest first, a few of each organisation."""
    asked = [rule.params["award"] for rule in category.rules.filter(kind="reaches_award", is_enabled=True)]
    found = [one for one in results.results(category) if one.verdict != FAIL and one.value is not None]
    people = [(one.organisation, one.person) for one in found]
    reached = results.reached(category.cycle.program, category.cycle, asked, people)
    found = [one for one in found if all(key in reached[one.organisation, one.person] for key in asked)]
    found.sort(key=lambda one: (-one.value, one.key))
    return found[:MOST_PEOPLE]


def client_of(organisation: Organisation, password: str) -> User:
    """Somebody there who enters its people."""
    if membership := organisation.memberships.order_by("pk").first():
        return membership.user
    name = f"Awards desk of {organisation.name}"
    person = enrol(f"awards@{slugify(organisation.name)}.example", name=name)
    User.objects.filter(pk=person.pk).update(password=make_password(password))
    organisations.add_member(organisation, person, by=None)
    return person


def entered(
    category: Category, organisation: Organisation, by: User, said: dict, moment: datetime, one: Measured | None = None
) -> Nomination:
    name = one.name if one else organisation.name
    with clock.standing_at(moment):
        entry = drafts.start(category, by=by, organisation=organisation, relation="colleague")
        for question in category.questions.select_related("criterion"):
            value = answer(question, category, name, one, said, by)
            if value not in ("", None):
                drafts.save_answer(entry, question, value, base_version=0, by=by)
        if stories.asked_of(category) is not None:
            a_csr_writes(entry, said["by_csrs"].format(name=name), by)
        return submission.submit(entry, by=by)


def answer(question: Question, category: Category, name: str, one: Measured | None, said: dict, by: User):
    """What this entry says to a question: by its fact, by the criterion it is about, else by its kind."""
    facts = {"agent_number": one.person if one else "", "entrant_name": name, "entrant_email": by.email}
    if question.fact in facts:
        return facts[question.fact]
    if question.kind == QuestionKind.ATTACHMENTS:
        return ""
    if question.kind in (QuestionKind.STATEMENT, QuestionKind.YES_NO):
        return True
    if question.kind == QuestionKind.TABLE:
        return table(question)
    usual = said["person"] if one else said["usual"]
    told = said["practice"] if not one and question.slug.startswith("practices") else said.get(question.slug, usual)
    by_kind = {QuestionKind.EMAIL: by.email, QuestionKind.TEXT: "Robin Hale", QuestionKind.NUMBER: 1}
    return by_kind.get(question.kind, told.format(name=name, award=category.name))


def table(question: Question) -> list[dict]:
    """A plausible figure in every cell."""
    names = question.table.get("rows") or [""]
    rates = RATES.get(question.slug, ("70", "75"))
    rows = []
    for place, _name in enumerate(names):
        usual = {"number": SAMPLES[place % 2], "percent": rates[place % 2], "date": "2017-06-30"}
        cells = {
            one["slug"]: one["choices"][0] if one.get("choices") else usual.get(one.get("kind", ""), "Telephone")
            for one in question.table.get("columns", [])
        }
        rows.append({"cells": cells, "confidential": question.slug == "csat-figures" and not place})
    return rows


def a_csr_writes(entry: Nomination, text: str, by: User) -> None:
    _link, address = stories.invite(entry, name="Amal Haddad", email="", by=by)
    link = private_links.open_link(urlsplit(address).path.rstrip("/").rpartition("/")[2], LinkPurpose.STORY)
    stories.save(link, text, base_version=0)
    stories.sign(link, name="Amal Haddad")


def read(cycle: Cycle, told: dict[str, dict], by: User) -> None:
    """The six judges of the cast read everything, while judging is open."""
    emails = [one["email"] for one in texts("cast")["judges"]]
    readers = list(User.objects.filter(email__in=emails).order_by("pk"))
    moment = cycle.judging_closes_at - timedelta(days=10)
    with clock.standing_at(timezone.now()):  # the file's terms are as young as its first loading
        for judge in readers:
            for one in terms.outstanding(judge, cycle.program):
                terms.accept(one, judge)
    with clock.standing_at(moment):
        for category in judging.judged(cycle):
            for judge in readers:
                panels.add_member(category, judge, by=by)
            assigning.apply(category, seed=category.pk, by=by)
    judging.mark(cycle, told, moment + timedelta(hours=1), minutes=20)
