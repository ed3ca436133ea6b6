"""Who has entered, and whom the panels of stories have read, before the story comes to it: through the verbs."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.domain.people import enrol
from accounts.models import Membership, Organisation, User
from judging.domain import terms
from nominations.domain import drafts, private_links, stories, submission
from nominations.enums import LinkPurpose
from nominations.models import Nomination
from programs.models import Category, Cycle, Question
from tests.judging import stories as judging

from . import survey_year
from .people import PASSWORD

STORY = "The caller had been sent from desk to desk for a week. This one stayed on the line until it was done."
HELP = "She sat beside me for a week, and my callers stopped calling twice."
PRACTICES = WINNER, RIVAL = ("Harborline Utilities", "Juniper Freight")
"""Who applies for the best practice award; the first is the better one."""
CYCLE = ("sqm-awards", "2018")
PRACTICE = (*CYCLE, "best-practice-omni-channel")
CSR = (*CYCLE, "csr-of-the-year")
SUPERVISOR = (*CYCLE, "supervisor-of-the-year")
CERTIFIED = "Customer Representative World Class CX Certification"
CITATION = "One desk for every channel, and figures that prove it."
CSRS = 25
SUPERVISORS = 6


def member(name: str, email: str, organisation: Organisation) -> User:
    person = enrol(email, name=name, password=PASSWORD)
    Membership.objects.get_or_create(organisation=organisation, user=person)
    return person


def answer(entry: Nomination, question: Question, told: dict[str, object], by: User) -> None:
    """What `told` has for its fact, or something that fits its kind."""
    usual = {
        "statement": True,
        "yes_no": True,
        "email": by.email,
        "text": "Robin Hale",
        "narrative": STORY,
        "number": 1,
    }
    value = told.get(question.fact, table(question) if question.kind == "table" else usual.get(question.kind))
    if value is not None:
        drafts.save_answer(entry, question, value, base_version=0, by=by)


def table(question: Question) -> list[dict]:
    """A figure in each cell that asks for one."""
    usual = {"number": "400", "percent": "81", "date": "2017-06-30"}
    columns = question.table.get("columns", [])
    cells = {
        one["slug"]: one["choices"][0] if one.get("choices") else usual.get(one.get("kind"), "Interviews")
        for one in columns
    }
    return [{"cells": cells, "confidential": False} for _row in question.table.get("rows") or [""]]


def enter(award: Category, organisation: Organisation, by: User, **told: object) -> Nomination:
    entry = drafts.start(award, by=by, organisation=organisation, relation="colleague")
    for question in award.questions.all():
        answer(entry, question, told, by)
    if stories.asked_of(award) is not None:
        _link, address = stories.invite(entry, name="Amal Haddad", email="", by=by)
        link = private_links.open_link(address.rstrip("/").rpartition("/")[2], LinkPurpose.STORY)
        stories.save(link, HELP, base_version=0)
        stories.sign(link, name="Amal Haddad")
    return submission.submit(entry, by=by)


def practices(award: Category) -> list[Nomination]:
    made = []
    for name in PRACTICES:
        organisation = Organisation.objects.create(name=name)
        by = member(f"Writer of {name}", f"writer@{name.split()[0].lower()}.example", organisation)
        made.append(enter(award, organisation, by))
    return made


def measured_people(cycle: Cycle) -> tuple[list[Nomination], list[Nomination]]:
    """Twenty-five CSRs and six supervisors of Cedar Bank, in the order in which the panel will like them."""
    cedar = Organisation.objects.get(name=survey_year.CEDAR)
    by = member("Ines Ferreira", "ines@cedar.example", cedar)
    csr, lead = (cycle.categories.get(key=key) for key in ("sqm-06", "sqm-07"))
    return (
        [
            enter(csr, cedar, by, agent_number=survey_year.number(n), entrant_name=survey_year.name(n))
            for n in range(CSRS, 0, -1)
        ],
        [
            enter(lead, cedar, by, agent_number=f"T-{n:02d}", entrant_name=survey_year.name(survey_year.LEADS + n))
            for n in range(SUPERVISORS, 0, -1)
        ],
    )


def read_by_management(*piles: Sequence[Nomination]) -> None:
    """Two of the management team mark every story, each one point lower than the one before."""
    for one in ("Mona Reyes", "Karl Lind"):
        judge = enrol(f"{one.split()[0].lower()}@sqm.example", name=one, password=PASSWORD)
        for text in terms.outstanding(judge, piles[0][0].cycle.program):
            terms.accept(text, judge)
        for at, entry in ((at, entry) for pile in piles for at, entry in enumerate(pile)):
            criteria = entry.category.criteria.count()
            judging.judged(judge, entry, *spread(10 * criteria - at, criteria))


def spread(total: int, parts: int) -> list[int]:
    """So many points in marks of 1 to 10, as even as they can be."""
    each, rest = divmod(total, parts)
    return [each + (place < rest) for place in range(parts)]
