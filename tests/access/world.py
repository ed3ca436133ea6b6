"""One of everything that an address can name, and one person of every part."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, JoinRequest, Membership
from judging.models import (
    Assignment,
    AttemptDecision,
    Decision,
    DecisionPlacing,
    Evaluation,
    FindingVersion,
    JudgeInvitation,
    Panel,
    PanelMember,
    Proposal,
    Scorecard,
    Visit,
)
from measurement.models import Agent, SurveyImport
from nominations.domain import enrolments, private_links
from nominations.enums import LinkPurpose
from nominations.models import (
    Answer,
    AnswerVersion,
    Attachment,
    Attempt,
    Candidate,
    Collaborator,
    Enrolment,
    Nomination,
    Override,
    PastHonour,
)
from operations import files
from operations.models import Job, OutgoingMail
from programs.enums import Role
from programs.models import EligibilityRule, Instrument, ProgramRole, Question
from recognition.models import Document, Honour
from tests import factories

PARTS = (
    "visitor", "stranger", "nominator", "colleague", "member", "judge", "other_judge", "other_administrator",
    "administrator", "superuser",
)  # fmt: skip

SECTION = {
    "slug": "plan", "title": "Plan", "competency": "plan", "questions": ["plan"], "guidance": "Look at it.",
    "anchors": {"meets": "Whole.", "deficiency": "Gaps."},
}  # fmt: skip


class World:
    """An open cycle in which judging is open as well; one category is decided and not announced."""

    def __init__(self) -> None:
        now = timezone.now()
        self.program = factories.program(slug="awards", name="The Awards")
        self.cycle = factories.cycle(
            self.program, opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=9),
            judging_opens_at=now - timedelta(days=1), judging_closes_at=now + timedelta(days=20),
            announce_at=now + timedelta(days=30),
        )  # fmt: skip
        self.category = factories.category(self.cycle, slug="agent", name="Best Agent")
        self.decided = factories.category(self.cycle, slug="manager", name="Best Manager")
        self.people = {part: self.person(part) for part in PARTS if part != "visitor"}
        self.clients = {part: self.client_of(part) for part in PARTS}
        factories.role(self.people["administrator"], self.program)
        factories.role(self.people["other_administrator"], factories.cycle(slug="2027").program)
        for judge in ("judge", "other_judge"):
            factories.role(self.people[judge], self.program, Role.JUDGE)
        self.organisation = factories.organisation("Harbour Light")
        Membership.objects.create(organisation=self.organisation, user=self.people["nominator"], role="owner")
        Membership.objects.create(organisation=self.organisation, user=self.people["member"])
        self.make_accounts()
        self.make_nomination()
        self.make_judging()
        self.make_honour()
        self.make_assessments()
        self.make_setup()
        self.make_surveys()
        self.make_assessment()

    def person(self, part: str):
        user = factories.user(part.replace("_", " ").title(), email=f"{part}@{part.replace('_', '-')}.example")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if part == "superuser":
            user.is_superuser = user.is_staff = True
            user.save()
        return user

    def client_of(self, part: str) -> Client:
        client = Client(raise_request_exception=True)
        if part != "visitor":
            client.force_login(self.people[part], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def make_accounts(self) -> None:
        self.membership = Membership.objects.get(user=self.people["member"])
        self.join_request = JoinRequest.objects.create(organisation=self.organisation, user=self.people["stranger"])
        self.invitation = Invitation.objects.create(
            organisation=self.organisation, email=self.people["stranger"].email, token=secrets.token_urlsafe(24),
            invited_by=self.people["nominator"],
        )  # fmt: skip

    def make_nomination(self) -> None:
        now = timezone.now()
        self.candidate = Candidate.objects.create(
            program=self.program, subject="person", name="Amara Okonkwo", match_key="person|1|amara okonkwo",
            organisation=self.organisation,
        )  # fmt: skip
        self.nomination = Nomination.objects.create(
            cycle=self.cycle, category=self.category, nominator=self.people["nominator"], candidate=self.candidate,
            organisation=self.organisation, relation="colleague", title="Amara Okonkwo", state="submitted",
            eligibility="pass", cap_place="judged", receipt_number=1, first_submitted_at=now, submitted_at=now,
        )  # fmt: skip
        self.question = self.category.questions.get(slug="story-1")
        for question in self.category.questions.all():
            Answer.objects.create(nomination=self.nomination, question=question, value="Some words")
        self.files_question = Question.objects.create(
            category=self.category, slug="support", section="support", kind="attachments", label="Files",
            required=False, position=50,
        )  # fmt: skip
        path, sha256, size = files.save(b"%PDF-1.4 a file", folder="attachments", suffix=".pdf")
        self.attachment = Attachment.objects.create(
            nomination=self.nomination, question=self.files_question, path=path, name="figures.pdf",
            content_type="application/pdf", size=size, sha256=sha256,
        )  # fmt: skip
        self.collaborator = Collaborator.objects.create(
            nomination=self.nomination, email=self.people["colleague"].email, user=self.people["colleague"],
            token=secrets.token_urlsafe(24), accepted_at=now,
        )  # fmt: skip
        self.kept = AnswerVersion.objects.create(
            answer=self.nomination.answers.get(question=self.question), value="Other words", version=1,
            is_conflict=True, saved_by=self.people["nominator"],
        )  # fmt: skip
        self.conflict = f"{self.kept.pk}:mine"
        self.rule = EligibilityRule.objects.create(
            cycle=self.cycle, category=self.category, slug="once", kind="once_only", source="Never twice."
        )
        self.visit = Visit.objects.create(
            nomination=self.nomination, kind="phone", who="Two experts", planned_at=timezone.now()
        )
        self.override = Override.objects.create(
            nomination=self.nomination,
            rule=self.rule,
            verdict="pass",
            reason="We know.",
            by=self.people["administrator"],
        )

    def make_judging(self) -> None:
        panel = Panel.objects.create(category=self.category)
        for judge in ("judge", "other_judge"):
            PanelMember.objects.create(panel=panel, judge=self.people[judge])
        self.assignment = Assignment.objects.create(
            judge=self.people["judge"], nomination=self.nomination, no_conflict_at=timezone.now()
        )
        self.scorecard = Scorecard.objects.create(assignment=self.assignment)
        self.appointed = factories.category(
            self.cycle,
            slug="lifetime",
            name="Lifetime",
            method="appointment",
            accepts_nominations=False,
            questions=False,
        )
        PanelMember.objects.create(panel=Panel.objects.create(category=self.appointed), judge=self.people["judge"])
        self.own_proposal = Proposal.objects.create(
            category=self.appointed, candidate=self.candidate, reason="A life's work.", by=self.people["judge"]
        )
        self.judge_invitation = JudgeInvitation.objects.create(
            program=self.program, email=self.people["stranger"].email, token=secrets.token_urlsafe(24)
        )
        self.judge_invitation.categories.add(self.category)

    def make_honour(self) -> None:
        now = timezone.now()
        winner = Candidate.objects.create(
            program=self.program, subject="person", name="Bo Berg", match_key="person|2|bo berg"
        )
        decision = Decision.objects.create(category=self.decided, state="sealed", sealed_at=now)
        placed = DecisionPlacing.objects.create(
            decision=decision, placing=self.decided.placings.get(), candidate=winner
        )
        self.honour = Honour.objects.create(
            decided=placed, category=self.decided, placing=placed.placing, candidate=winner, name_as_printed="Bo Berg"
        )
        path, sha256, size = files.save(b"%PDF-1.4 certificate", folder="documents", suffix=".pdf")
        Document.objects.create(
            honour=self.honour, placing=placed.placing, kind="certificate", version=1, state="ready", path=path,
            sha256=sha256, size=size,
        )  # fmt: skip

    def make_assessments(self) -> None:
        """The nominator is a candidate as well: one attempt being evaluated by the judge, one certified."""
        now = timezone.now()
        instrument = None
        for slug in ("leader", "consultant"):
            category = factories.category(self.cycle, slug=slug, method="assessment", criteria=0, questions=False)
            instrument = Instrument.objects.create(category=category, version=1, sections=[SECTION])
            nomination = Nomination.objects.create(
                cycle=self.cycle, category=category, nominator=self.people["nominator"], candidate=self.candidate,
                title="Amara Okonkwo", state="submitted", eligibility="pass", first_submitted_at=now,
            )  # fmt: skip
            enrolment = Enrolment.objects.create(
                nomination=nomination, program=self.program, category=category, candidate=self.people["nominator"],
                calendar="US", zone="America/New_York", register_consent=True,
            )  # fmt: skip
            answers = [
                {
                    "slug": "plan",
                    "section": "story",
                    "competency": "plan",
                    "label": "Plan",
                    "text": "The plan.",
                    "table": [],
                    "files": [],
                }
            ]
            attempt = Attempt.objects.create(
                enrolment=enrolment, state="in_evaluation" if slug == "leader" else "met", instrument=instrument,
                due_at=now, received_at=now, notice_due_on=now.date(), snapshot={"answers": answers},
            )  # fmt: skip
            if slug == "leader":
                self.attempt = attempt
        panel = Panel.objects.create(category=self.attempt.enrolment.category)
        PanelMember.objects.create(panel=panel, judge=self.people["judge"])
        self.evaluation = Evaluation.objects.create(
            attempt=self.attempt, expert=self.people["judge"], state="draft", no_conflict_at=now
        )
        self.kept_finding = FindingVersion.objects.create(
            evaluation=self.evaluation, section="plan", version=0, is_conflict=True,
            content={"verdict": "meets", "evidence": "", "correction": ""},
        )  # fmt: skip
        self.attempt.snapshot["answers"][0]["files"] = [{"code": self.workbook_file().code, "name": "figures.pdf"}]
        self.attempt.save()
        self.met_attempt = attempt
        path, _sha256, _size = files.save(b"%PDF-1.4 letter", folder="feedback", suffix=".pdf")
        decision = AttemptDecision.objects.create(
            attempt=attempt, result="met", inputs={}, inputs_hash="x", letter_path=path
        )
        self.certified = Honour.objects.create(
            certified_by=decision, category=category, placing=category.placings.get(), candidate=self.certified_person(),
            name_as_printed="Amara Okonkwo", published_at=now, announced_at=now,
        )  # fmt: skip

        EligibilityRule.objects.create(
            cycle=self.cycle, category=category, slug="gala", kind="promise", source="Winners come.",
            params={"slug": "gala", "text": "We come.", "mode": "obligation"},
        )  # fmt: skip

    def certified_person(self) -> Candidate:
        return Candidate.objects.create(
            program=self.program, subject="person", name="Amara Okonkwo", match_key="person|3|amara",
            user=self.people["nominator"],
        )  # fmt: skip

    def workbook_file(self) -> Attachment:
        path, sha256, size = files.save(b"%PDF-1.4 figures", folder="attachments", suffix=".pdf")
        nomination = self.attempt.enrolment.nomination
        question = Question.objects.create(
            category=nomination.category, slug="plan", section="support", kind="attachments", label="Files"
        )
        self.handed_in = Attachment.objects.create(
            nomination=nomination, question=question, path=path, name="figures.pdf", content_type="application/pdf",
            size=size, sha256=sha256,
        )  # fmt: skip
        return self.handed_in

    def make_setup(self) -> None:
        self.past_honour = PastHonour.objects.create(
            program=self.program, category_key=self.category.key, award_year=2025, recipient="Cy", recipient_key="cy"
        )
        self.job = Job.objects.create(kind="check_cycle", key="a job", state="parked", program="awards")
        self.mail = OutgoingMail.objects.create(
            key="a letter", to="x@y.example", subject="Hello", text="Hello", program="awards"
        )
        self.proposal = Proposal.objects.create(category=self.decided, candidate=self.candidate, reason="Forty years")
        self.role = ProgramRole.objects.get(user=self.people["judge"])

    def make_surveys(self) -> None:
        stored = files.save(b"row,column,value,expected", folder="surveys", suffix=".csv").path
        self.survey_import = SurveyImport.objects.create(
            program=self.program, kind="customers", state="checked", file_name="year.csv", declared_size=9, received=9,
            original=stored, refused=stored, columns=["survey_id"],
        )  # fmt: skip
        self.agent = Agent.objects.create(program=self.program, organisation=self.organisation, number="C-1", name="Di")

    def make_assessment(self) -> None:
        """The nominator is also a candidate of a designation, with a manager who has a link."""
        self.designation = factories.category(
            factories.cycle(self.program, slug="always", is_rolling=True), slug="leader", name="Leader",
            method="assessment", accepts_nominations=False, counts_for_caps=False,
        )  # fmt: skip
        self.enrolment = enrolments.enrol(
            self.designation, email=self.people["nominator"].email, name="Nominator",
            by=self.people["administrator"],
        )  # fmt: skip
        enrolments.make_available(self.enrolment, by=self.people["administrator"])
        self.enrolment_code = self.enrolment.code
        link, self.manager_token = private_links.issue(
            self.enrolment.nomination, LinkPurpose.MANAGER_REVIEW, name="Mo", email="mo@example.com",
            by=self.people["nominator"],
        )  # fmt: skip
        self.manager_link_pk = link.pk
        link, self.story_token = private_links.issue(
            self.nomination, LinkPurpose.STORY, name="Cy", email="cy@example.com", by=self.people["nominator"]
        )
        self.story_link_pk = link.pk

    def arguments(self) -> dict[str, dict]:
        """What stands in the addresses, by the app they belong to."""
        where = {"program": "awards", "cycle": self.cycle.slug, "category": "agent"}
        return {
            "operations": {"pk": self.mail.pk},
            "accounts": {"pk": self.organisation.pk, "code": self.invitation.code, "token": self.invitation.token},
            "programs": {**where},
            "nominations": {
                "pk": self.category.pk, "code": self.nomination.code, "slug": "story-1", "file": self.attachment.code,
                "token": self.collaborator.token,
            },
            "judging": {
                "code": self.assignment.code, "slug": "criterion-1", "token": self.judge_invitation.token, "pk": 1,
                "file": self.attachment.code,
            },
            "recognition": {**where, "code": self.honour.code, "kind": "certificate"},
            "desk": {**where, "code": self.nomination.code, "kind": "csv", "file": self.attachment.code, "pk": self.rule.pk},
            "api-1": {"category_id": self.category.pk},
        }  # fmt: skip
