"""Candidates of a designation: enrolled, a clock of their own, handed in once, extended, corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from nominations.domain import attempts, drafts, enrolments, private_links, snapshots
from nominations.enums import AttemptState, LinkPurpose
from nominations.models import Attempt, Enrolment, Nomination
from operations.domain.jobs import run_due
from operations.models import AuditEvent, OutgoingMail
from operations.refusal import Refused
from programs.domain import instruments
from tests import factories
from tests.nominations.conftest import answer, fill

LAST = datetime(2026, 4, 2, 3, 59, 59, 999999, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECTIONS = [
    {
        "slug": f"section-{n}", "title": f"Section {n}", "competency": f"criterion-{n}", "guidance": "Look.",
        "anchors": {"meets": "Complete.", "deficiency": "Missing."},
    }
    for n in (1, 2, 3)
]  # fmt: skip


@pytest.fixture
def designation(db, at):
    at("2026-01-05 15:00")
    made = factories.category(
        factories.cycle(is_rolling=True), method="assessment", accepts_nominations=False, counts_for_caps=False
    )
    instruments.publish(made, SECTIONS)
    return made


@pytest.fixture
def organiser(designation):
    made = factories.user("Ada Organizer")
    factories.role(made, designation.cycle.program)
    return made


@pytest.fixture
def enrolment(designation, organiser) -> Enrolment:
    return enrolments.enrol(
        designation, email="cleo@example.com", name="Cleo Candidate", by=organiser, instructions_on=date(2026, 1, 5)
    )


def attempt_of(enrolment) -> Attempt:
    return Attempt.objects.select_related(*attempts.RELATED).filter(enrolment=enrolment).order_by("-number").first()


def workbook_of(enrolment) -> Nomination:
    return Nomination.objects.select_related("category__cycle__program", "cycle__program", "nominator").get(
        enrolment=enrolment
    )


def handed_in(enrolment) -> Attempt:
    workbook = fill(workbook_of(enrolment), "Cleo Candidate")
    attempts.submit(workbook, by=enrolment.candidate)
    return attempt_of(enrolment)


def judged(enrolment, result, organiser) -> Attempt:
    attempt = attempt_of(enrolment)
    attempts.move(attempt, AttemptState.IN_EVALUATION, by=organiser)
    return attempts.move(attempt, result, by=organiser)


# Enrolled


def test_enrolling_makes_an_account_a_workbook_and_starts_the_clock(enrolment, organiser):
    attempt = attempt_of(enrolment)

    assert enrolment.candidate.email == "cleo@example.com"
    assert (attempt.number, attempt.state, attempt.instrument.version) == (1, "writing", 1)
    # Sixty business days after Monday, January 5: Wednesday, April 1, to its end in New York.
    assert attempt.due_at == LAST
    subjects = set(OutgoingMail.objects.filter(to="cleo@example.com").values_list("subject", flat=True))
    name = enrolment.category.name
    assert subjects == {f"You are enrolled: {name}", f"Your instructions are available: {name}"}


@pytest.mark.parametrize(
    ("zone", "calendar", "written", "due"),
    [
        ("Asia/Tokyo", "US", {}, datetime(2026, 4, 2, 14, 59, 59, 999999, tzinfo=UTC)),
        ("America/New_York", "NONE", {}, datetime(2026, 3, 31, 3, 59, 59, 999999, tzinfo=UTC)),
        (
            "America/New_York", "US", {"time_limit": {"kind": "weeks", "n": 8}},
            datetime(2026, 3, 3, 4, 59, 59, 999999, tzinfo=UTC),
        ),
    ],
)  # fmt: skip
def test_zone_calendar_and_setting_decide_the_last_day(at, designation, organiser, zone, calendar, written, due):
    """In Tokyo 15:00 UTC of January 5 is January 6 already, so the last day is April 2."""
    designation.assessment = written
    designation.save()
    made = enrolments.enrol(designation, email="c@example.com", name="C", by=organiser, zone=zone, calendar=calendar)
    assert attempt_of(made) is None
    enrolments.make_available(made, by=organiser)
    assert attempt_of(made).due_at == due


@pytest.mark.parametrize(("is_confirmed", "opens"), [(False, False), (True, True)])
def test_an_account_that_somebody_made_for_an_address_that_is_not_theirs_lets_nobody_in(
    client, designation, organiser, is_confirmed, opens
):
    """Whoever registered with Cleo's address before she was enrolled must not read her workbook with that password."""
    squatter = User.objects.create_user("cleo@example.com", "a squatter's words", name="Cleo")
    EmailAddress.objects.create(user=squatter, email="cleo@example.com", verified=is_confirmed, primary=True)
    made = enrolments.enrol(designation, email="Cleo@example.com", name="Cleo Candidate", by=organiser)

    assert made.candidate == squatter
    client.post("/accounts/login/", {"login": "cleo@example.com", "password": "a squatter's words"})
    assert ("_auth_user_id" in client.session) is opens
    assert (
        "Choose your password here first" in OutgoingMail.objects.get(key=f"enrolled:{made.code}").text
    ) is not opens
    assert EmailAddress.objects.get(user=squatter).verified


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"zone": "Mars/Base"}, "“Mars/Base” is no time zone"),
        ({"calendar": "XX"}, "“XX” is no holiday calendar"),
        ({"instructions_on": date(2025, 1, 6)}, "The time from these instructions ran out on"),
        ({"email": "cleo@example.com"}, "is enrolled for"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(enrolment, designation, organiser, fields, sentence):
    before = (Enrolment.objects.count(), Nomination.objects.count(), AuditEvent.objects.count())
    with pytest.raises(Refused, match=sentence):
        enrolments.enrol(designation, **{"email": "new@example.com", "name": "New", "by": organiser, **fields})
    assert (Enrolment.objects.count(), Nomination.objects.count(), AuditEvent.objects.count()) == before


def test_instructions_of_a_day_to_come_open_the_workbook_on_that_day(at, designation, organiser):
    made = enrolments.enrol(
        designation, email="c@example.com", name="C", by=organiser, instructions_on=date(2026, 1, 12)
    )
    with pytest.raises(Refused, match="not available yet"):
        drafts.refuse_unless_editable(workbook_of(made))
    at("2026-01-12 05:00")
    run_due()
    assert attempt_of(made).opened_at == datetime(2026, 1, 12, 5, tzinfo=UTC)
    drafts.refuse_unless_editable(workbook_of(made))


@pytest.mark.parametrize(("setting", "opens"), [("enrolment", True), ("instructions", False), ("first_login", False)])
def test_the_clock_starts_as_the_setting_says(designation, organiser, setting, opens):
    designation.assessment = {"clock_start": setting}
    designation.save()
    made = enrolments.enrol(designation, email="c@example.com", name="C", by=organiser)
    assert (attempt_of(made) is not None) == opens
    if setting == "first_login":
        enrolments.make_available(made, by=organiser)
        assert attempt_of(made) is None
        assert enrolments.first_login(made).opened_at == datetime(2026, 1, 5, 15, tzinfo=UTC)


def test_nobody_enrols_by_nominating(designation, nominator):
    with pytest.raises(Refused, match="the organizer enrolls you"):
        drafts.start(designation, by=nominator)


# The last instant


def test_the_last_instant_counts_and_the_next_does_not(at, enrolment, organiser):
    workbook = fill(workbook_of(enrolment))
    at(LAST + MICROSECOND)
    with pytest.raises(Refused, match="has run out. What you wrote is kept"):
        attempts.submit(workbook, by=enrolment.candidate)
    with pytest.raises(Refused):
        answer(workbook, "story-1", "Too late")
    at(LAST)
    attempts.submit(workbook, by=enrolment.candidate)
    assert attempt_of(enrolment).received_at == LAST


def test_who_is_late_writes_on_with_an_extension(at, enrolment, organiser):
    workbook = fill(workbook_of(enrolment))
    at(LAST + timedelta(seconds=2))
    run_due()
    attempt = attempt_of(enrolment)
    assert attempt.state == "late"
    assert workbook.answers.count() == 4

    with pytest.raises(Refused, match="why this candidate gets more time"):
        attempts.extend(attempt, date(2026, 4, 8), reason=" ", by=organiser)
    with pytest.raises(Refused, match="must be later"):
        attempts.extend(attempt, date(2026, 4, 1), reason="Illness", by=organiser)
    attempts.extend(attempt, date(2026, 4, 8), reason="Illness", by=organiser)

    attempt = attempt_of(enrolment)
    assert (attempt.state, attempt.due_at) == ("writing", datetime(2026, 4, 9, 3, 59, 59, 999999, tzinfo=UTC))
    assert AuditEvent.objects.filter(action="attempt extended").get().change["reason"] == "Illness"
    at(attempt.due_at)
    attempts.submit(workbook, by=enrolment.candidate)


def test_reminders_come_at_the_days_set_and_not_after_submission(at, designation, organiser):
    designation.assessment = {"reminders": [10, 1]}
    designation.save()
    made = enrolments.enrol(
        designation, email="c@example.com", name="C", by=organiser, instructions_on=date(2026, 1, 5)
    )
    at(LAST - timedelta(days=10) + timedelta(seconds=1))
    run_due()
    subjects = [mail.subject for mail in OutgoingMail.objects.filter(key__startswith="attempt-reminder")]
    assert subjects == [f"{designation.name}: 10 days left"]
    handed_in(made)
    at(LAST - timedelta(hours=23))
    run_due()
    assert OutgoingMail.objects.filter(key__startswith="attempt-reminder").count() == 1


# Handed in


def test_submission_freezes_the_text_and_starts_the_thirty_days(at, enrolment):
    at("2026-04-01 15:00")
    attempt = handed_in(enrolment)

    assert (attempt.state, attempt.notice_due_on) == ("received", date(2026, 5, 13))
    texts = {one.slug: one.text for one in snapshots.passages(attempt)}
    assert texts["story-1"] == "What she did, part 1."
    assert snapshots.questions_of(attempt, SECTIONS[1]) == ["story-2"]
    with pytest.raises(Refused, match="“Received” and cannot be changed"):
        answer(workbook_of(enrolment), "story-1", "Something else")


def test_twice_is_once_and_missing_answers_are_named(enrolment):
    with pytest.raises(Refused) as refused:
        attempts.submit(workbook_of(enrolment), by=enrolment.candidate)
    assert refused.value.reasons == [f"“Story {n}” is not answered yet." for n in (1, 2, 3)]
    first = handed_in(enrolment)
    attempts.submit(workbook_of(enrolment), by=enrolment.candidate)
    assert attempt_of(enrolment).received_at == first.received_at


# Corrections


def test_not_met_opens_the_workbook_for_sixty_business_days_with_the_sections_marked(at, enrolment, organiser):
    at("2026-04-01 15:00")
    first = handed_in(enrolment)
    at("2026-05-13 15:00")
    judged(enrolment, AttemptState.NOT_MET, organiser)
    second = attempts.open_next_attempt(attempt_of(enrolment), deficient={"section-2"}, by=organiser)

    assert (second.number, second.deficient) == (2, ["story-2"])
    assert second.due_at == datetime(2026, 8, 11, 3, 59, 59, 999999, tzinfo=UTC)
    answer(workbook_of(enrolment), "story-2", "Corrected.")
    at("2026-06-01 15:00")
    attempts.submit(workbook_of(enrolment), by=enrolment.candidate)
    first.refresh_from_db()
    texts = [
        {one.slug: one.text for one in snapshots.passages(each)}["story-2"] for each in (first, attempt_of(enrolment))
    ]
    assert texts == ["What she did, part 2.", "Corrected."]
    # A fresh thirty days: June 2 is day 1; June 19 and July 3 are off.
    assert attempt_of(enrolment).notice_due_on == date(2026, 7, 15)


def test_the_attempts_are_as_many_as_set(enrolment, designation, organiser):
    designation.assessment = {"resubmission": {"max": 1, "days": 60}}
    designation.save()
    handed_in(enrolment)
    judged(enrolment, AttemptState.NOT_MET, organiser)
    assert attempts.open_next_attempt(attempt_of(enrolment), deficient={"section-2"}, by=organiser) is None
    enrolment.refresh_from_db()
    assert enrolment.closed_at


def test_met_closes_the_enrolment_and_no_move_leads_back(enrolment, organiser):
    handed_in(enrolment)
    judged(enrolment, AttemptState.MET, organiser)
    enrolment.refresh_from_db()
    assert enrolment.closed_at
    with pytest.raises(Refused, match="cannot become"):
        attempts.move(attempt_of(enrolment), AttemptState.NOT_MET, by=organiser)
    with pytest.raises(Refused, match="only on an attempt that was not met"):
        attempts.open_next_attempt(attempt_of(enrolment), deficient=set(), by=organiser)


# Pages


def test_the_page_shows_day_and_count_to_the_candidate_alone(client, enrolment, organiser, nominator):
    url = f"/nominations/assessments/{enrolment.code}/"
    client.force_login(enrolment.candidate)
    page = client.get(url).content.decode()
    assert "Wednesday, April 1, 2026" in page and "86 days left" in page
    assert "Martin Luther King Jr. Day" in page
    for somebody in (nominator, organiser):
        client.force_login(somebody)
        assert client.get(url).status_code == 404
        assert client.get(f"/nominations/{enrolment.nomination.code}/").status_code == 404


def test_the_feed_needs_its_token_and_a_new_one_ends_the_old(client, enrolment):
    from nominations.domain import calendars

    old = f"/nominations/assessments/{enrolment.code}/{calendars.feed_token(enrolment)}.ics"
    feed = client.get(old)
    assert feed.status_code == 200
    assert b"DTSTART;VALUE=DATE:20260401\r\nDTEND;VALUE=DATE:20260402\r\n" in feed.content
    assert client.get(f"/nominations/assessments/{enrolment.code}/wrong.ics").status_code == 404
    calendars.renew(enrolment)
    assert client.get(old).status_code == 404


def test_a_manager_reads_comments_and_signs_off_until_the_link_is_withdrawn(client, enrolment):
    workbook = fill(workbook_of(enrolment))
    client.force_login(enrolment.candidate)
    client.post(f"/nominations/assessments/{enrolment.code}/manager/", {"name": "Mo", "email": "mo@example.com"})
    letter = OutgoingMail.objects.get(to="mo@example.com")
    url = next(word for word in letter.text.split() if "/review/" in word)
    url = "/nominations/" + url.partition("/nominations/")[2]
    client.logout()

    assert "What she did, part 1." in client.get(url).content.decode()
    assert client.post(f"{url}comments/story-1/", {"text": "More figures.", "version": "0"}).status_code == 302
    late = client.post(f"{url}comments/story-1/", {"text": "Other", "version": "0"}, headers={"HX-Request": "true"})
    assert late.status_code == 409 and "More figures." in late.content.decode()
    assert client.post(f"{url}sign-off/", {"name": "Mo Manager"}).status_code == 302
    assert url.split("/")[3] not in str(list(workbook.private_links.values()))

    client.force_login(enrolment.candidate)
    page = client.get(f"/nominations/assessments/{enrolment.code}/").content.decode()
    assert "More figures." in page and "Signed off by Mo Manager" in page
    private_links.withdraw(workbook.private_links.get(), by=enrolment.candidate)
    assert client.get(url).status_code == 404
    assert client.get("/nominations/review/nonsense/").status_code == 404


def test_an_expired_link_is_not_there(at, client, enrolment):
    end = datetime(2026, 1, 6, tzinfo=UTC)
    _link, token = private_links.issue(
        workbook_of(enrolment), LinkPurpose.MANAGER_REVIEW, name="M", email="m@example.com",
        by=enrolment.candidate, expires_at=end,
    )  # fmt: skip
    at(end)
    assert client.get(f"/nominations/review/{token}/").status_code == 200
    at(end + MICROSECOND)
    assert client.get(f"/nominations/review/{token}/").status_code == 404


def test_workbook_review_and_pdf_open_and_are_handed_in_from_the_page(client, enrolment):
    workbook = fill(workbook_of(enrolment))
    client.force_login(enrolment.candidate)
    for name in ("edit/", "review/", "entry.pdf"):
        assert client.get(f"/nominations/{workbook.code}/{name}").status_code == 200, name
    done = client.post(f"/nominations/{workbook.code}/submission/")
    assert done.url == f"/nominations/assessments/{enrolment.code}/"
    assert attempt_of(enrolment).state == "received"
    assert client.get(f"/nominations/{workbook.code}/edit/").status_code == 302
