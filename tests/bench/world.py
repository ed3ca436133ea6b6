"""Nominations by the thousand, each with six submitted scorecards, written straight into the tables."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from judging.models import Assignment, Mark, Panel, PanelMember, Scorecard, TermsAcceptance
from nominations.models import Answer, Nomination
from programs.enums import Role
from programs.models import Category, Cycle, Program, ProgramRole, Terms

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures/programs/icmi-awards.yaml"
WORDS = "We measured every call, listened to every customer and changed what did not work. " * 12
JUDGES = 6
LOAD = 50  # entries that one judge reads, whatever the size of the program


class World:
    """One ICMI cycle in which everything is open at once, with a cast of three."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_program", str(FIXTURE), verbosity=0)
        now = timezone.now()
        Cycle.objects.update(
            is_public=True, opens_at=now - timedelta(days=90), closes_at=now + timedelta(days=30),
            judging_opens_at=now - timedelta(days=60), judging_closes_at=now + timedelta(days=60),
            announce_at=now + timedelta(days=90),
        )  # fmt: skip
        self.cycle = Cycle.objects.select_related("program").get()
        self.program: Program = self.cycle.program
        self.category: Category = self.cycle.categories.filter(accepts_nominations=True).first()
        self.categories = list(self.cycle.categories.filter(accepts_nominations=True))
        self.administrator = self.person("admin@bench.example", Role.ADMINISTRATOR)
        self.nominator = self.person("nominator@bench.example")
        self.judges: list[User] = []
        self.organisation = Organisation.objects.create(name="The Company")
        Membership.objects.create(organisation=self.organisation, user=self.nominator)
        self.made = 0

    def person(self, email: str, role: str = "") -> User:
        from allauth.account.models import EmailAddress

        user = User.objects.create_user(email=email, password=None, name=email.split("@")[0].title())
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        if role:
            ProgramRole.objects.create(program=self.program, user=user, role=role)
        return user

    def six_judges(self) -> list[User]:
        """Six more judges with a seat on every panel and the terms accepted."""
        new = [
            self.person(f"judge{n}@j{n}.example", Role.JUDGE)
            for n in range(len(self.judges), len(self.judges) + JUDGES)
        ]
        for category in self.categories:
            panel = Panel.objects.get_or_create(category=category)[0]
            PanelMember.objects.bulk_create([PanelMember(panel=panel, judge=judge) for judge in new])
        for terms in Terms.objects.filter(program=self.program):
            TermsAcceptance.objects.bulk_create([TermsAcceptance(user=judge, terms=terms) for judge in new])
        self.judges += new
        return new

    def grow(self, size: int) -> None:
        """Bring the cycle to `size` submitted nominations."""
        while self.made < size:
            self.add(min(LOAD, size - self.made))

    def add(self, count: int) -> None:
        now = timezone.now()
        judges = self.six_judges()
        organisations = Organisation.objects.bulk_create(
            [
                Organisation(name=f"Organisation {self.made + n}", normalised_name=f"organisation {self.made + n}")
                for n in range(count)
            ]
        )
        nominations = Nomination.objects.bulk_create(
            [
                Nomination(
                    cycle=self.cycle, category=self.categories[(self.made + n) % len(self.categories)],
                    nominator=self.nominator, organisation=organisation, relation="colleague",
                    title=f"Candidate {self.made + n}", state="submitted", eligibility="pass", cap_place="judged",
                    receipt_number=self.made + n + 1, first_submitted_at=now - timedelta(minutes=self.made + n),
                    submitted_at=now,
                )
                for n, organisation in enumerate(organisations)
            ]
        )  # fmt: skip
        criteria = {category.pk: list(category.criteria.all()) for category in self.categories}
        questions = {category.pk: list(category.questions.filter(kind="narrative")) for category in self.categories}
        Answer.objects.bulk_create(
            [
                Answer(nomination=one, question=question, value=WORDS)
                for one in nominations
                for question in questions[one.category_id]
            ],
            batch_size=2000,
        )
        assignments = Assignment.objects.bulk_create(
            [
                Assignment(judge=judge, nomination=one, position=place, no_conflict_at=now)
                for place, one in enumerate(nominations, start=self.made)
                for judge in judges
            ],
            batch_size=2000,
        )
        first_judge = self.judges[0].pk
        scorecards = Scorecard.objects.bulk_create(
            [
                Scorecard(
                    assignment=each, state="draft" if each.judge_id == first_judge and each.position < 30 else "submitted",
                    total_numerator=7, total_denominator=1, submitted_at=now,
                )
                for each in assignments
            ],
            batch_size=2000,
        )  # fmt: skip
        Mark.objects.bulk_create(
            [
                Mark(scorecard=card, criterion=criterion, value=7)
                for card in scorecards
                for criterion in criteria[card.assignment.nomination.category_id]
            ],
            batch_size=2000,
        )
        self.made += count

    def draft(self) -> Nomination:
        """A draft of the nominator's with every narrative answered."""
        return Nomination.objects.get_or_create(
            cycle=self.cycle, category=self.category, nominator=self.nominator, state="draft",
            defaults={"organisation": self.organisation, "relation": "colleague", "title": "A draft"},
        )[0]  # fmt: skip

    def open_assignment(self) -> Assignment:
        """An entry that the first judge has not submitted yet."""
        return (
            Assignment.objects.filter(judge=self.judges[0], scorecard__state="draft")
            .select_related("nomination__category")
            .first()
        )
