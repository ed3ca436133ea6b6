"""The smallest rows that a story needs. What matters to a test is arranged in the test, through the verbs."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from accounts.models import Membership, Organisation, User
from programs.enums import QuestionKind, Role, SelectionMethod, Subject, Visibility
from programs.models import Category, Criterion, Cycle, Placing, Program, ProgramRole, Question

number = count(1)
PASSWORD = "a-long-test-password"


def at(text: str) -> datetime:
    """An instant in UTC from "2026-03-01 12:00" or "2026-03-01"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def user(name: str = "", **fields) -> User:
    n = next(number)
    name = name or f"Person {n}"
    email = fields.pop("email", f"{name.split()[0].lower()}{n}@example.com")
    return User.objects.create_user(email=email, password=PASSWORD, name=name, **fields)


def organisation(name: str = "", *, members: tuple = (), **fields) -> Organisation:
    made = Organisation.objects.create(name=name or f"Organisation {next(number)}", **fields)
    for member in members:
        Membership.objects.create(organisation=made, user=member)
    return made


def program(**fields) -> Program:
    n = next(number)
    return Program.objects.create(
        **{
            "slug": f"program-{n}",
            "name": f"Program {n}",
            "organiser": "The Organiser",
            "time_zone": "America/New_York",
            **fields,
        }
    )


def cycle(program_: Program | None = None, **fields) -> Cycle:
    """A public cycle of award year 2026: open in January, closed at the end of March, announced 1 June."""
    return Cycle.objects.create(
        **{
            "program": program_ or program(),
            "slug": "2026",
            "name": "2026",
            "award_year": 2026,
            "is_public": True,
            "opens_at": at("2026-01-01"),
            "closes_at": at("2026-03-31 23:59:59"),
            "judging_opens_at": at("2026-04-02"),
            "judging_closes_at": at("2026-04-30"),
            "announce_at": at("2026-06-01 16:00"),
            **fields,
        }
    )


def category(cycle_: Cycle | None = None, *, criteria: int = 3, questions: bool = True, **fields) -> Category:
    """A panel category with criteria, the question for the entrant's name, one narrative per criterion, a winner."""
    n = next(number)
    made = Category.objects.create(
        **{
            "cycle": cycle_ or cycle(),
            "slug": f"category-{n}",
            "key": f"key-{n}",
            "name": f"Category {n}",
            "subject": Subject.PERSON,
            "method": SelectionMethod.PANEL,
            "position": n,
            **fields,
        }
    )
    for place in range(1, criteria + 1):
        criterion = Criterion.objects.create(
            category=made,
            slug=f"criterion-{place}",
            name=f"Criterion {place}",
            description="What counts",
            position=place,
        )
        if questions:
            Question.objects.create(
                category=made,
                slug=f"story-{place}",
                section="story",
                kind=QuestionKind.NARRATIVE,
                label=f"Story {place}",
                limits={"max_words": 300},
                criterion=criterion,
                position=10 + place,
            )
    if questions:
        Question.objects.create(
            category=made,
            slug="entrant-name",
            section="entrant",
            kind=QuestionKind.TEXT,
            label="Name",
            fact="entrant_name",
            visibility=Visibility.IDENTITY,
            position=1,
        )
    Placing.objects.create(
        category=made,
        slug="winner",
        kind="winner",
        name="Winner",
        places=1,
        recognitions=[{"kind": "award", "words": "award"}],
    )
    return made


def role(user_: User, program_: Program, kind: str = Role.ADMINISTRATOR) -> ProgramRole:
    return ProgramRole.objects.create(user=user_, program=program_, role=kind)
