"""A judge's pages: who may open them, what they show, and what they must never show."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from judging.domain import invitations, panels, recusals, scoring
from judging.models import Assignment, Mark, MarkVersion, Recusal, Scorecard, TermsAcceptance
from nominations.models import Answer, Attachment
from operations import files
from programs.models import Question
from tests import factories

from . import stories


@pytest.fixture
def assignment(category, judge):
    return stories.assigned(judge, stories.entry(category, "Erica Example"))


@pytest.fixture
def scorecard(assignment, judge):
    return recusals.state_no_conflict(assignment, by=judge)


@pytest.fixture
def as_judge(client, judge):
    client.force_login(judge)
    return client


def address(name, assignment, *more):
    return reverse(f"judging:{name}", args=[assignment.code, *more])


def typed(scorecard, *values, **more):
    """What the page would send with these marks."""
    data = {"note": scorecard.note, "version-note": scorecard.note_version}
    marks = {mark.criterion_id: mark for mark in scorecard.marks.all()}
    for criterion, value in zip(stories.criteria_of(scorecard), values, strict=False):
        mark = marks.get(criterion.pk)
        data |= {
            f"mark-{criterion.slug}": "" if value is None else value,
            f"comment-{criterion.slug}": "",
            f"version-{criterion.slug}": mark.version if mark else 0,
        }
    return data | more


# Opening


def test_an_entry_opens_after_terms_and_the_statement_of_no_conflict(as_judge, assignment, category, judge):
    terms = stories.publish_terms(category)
    page = as_judge.get(address("scorecard", assignment))
    assert page.status_code == 302
    assert page.url.startswith(reverse("judging:terms"))

    page = as_judge.get(page.url)
    assert "version 1" in page.content.decode()
    as_judge.post(
        reverse("judging:terms"), {"terms": terms.pk, "agree": "on", "next": address("scorecard", assignment)}
    )
    page = as_judge.get(address("scorecard", assignment)).content.decode()
    assert "Do you have a conflict" in page
    assert "Answer to story-1" not in page

    page = as_judge.post(address("no_conflict", assignment), follow=True).content.decode()
    assert "Answer to story-1" in page
    assert TermsAcceptance.objects.get().user == judge


def test_terms_without_a_tick_are_not_accepted(as_judge, assignment, category):
    terms = stories.publish_terms(category)
    as_judge.post(reverse("judging:terms"), {"terms": terms.pk})

    assert not TermsAcceptance.objects.exists()


def test_the_terms_lead_back_only_to_this_site(as_judge, assignment, category):
    terms = stories.publish_terms(category)
    page = as_judge.post(
        reverse("judging:terms"), {"terms": terms.pk, "agree": "on", "next": "https://elsewhere.example/"}
    )

    assert page.url == reverse("judging:queue")


def test_no_entry_opens_before_judging_starts(as_judge, assignment):
    stories.set_clock(factories.at("2026-04-01"))
    page = as_judge.get(address("scorecard", assignment)).content.decode()
    assert "Judging has not started yet" in page
    assert "open the entry" not in page

    as_judge.post(address("no_conflict", assignment))
    assert not Scorecard.objects.exists()


def test_a_judge_steps_back_on_the_page(as_judge, assignment, judge):
    page = as_judge.post(address("recuse", assignment), {"reason": ""})
    assert page.status_code == 422

    as_judge.post(address("recuse", assignment), {"reason": "competitor", "note": "We bid for the same work"})
    assert Recusal.objects.get().reason == "competitor"
    assert as_judge.get(address("scorecard", assignment)).status_code == 404


def test_reasons_of_the_portal_cannot_be_chosen(as_judge, assignment):
    assert as_judge.post(address("recuse", assignment), {"reason": "same_domain"}).status_code == 422
    assert not Recusal.objects.exists()


# Who gets in

PAGES = [
    ("scorecard", "get", ()),
    ("recuse", "get", ()),
    ("no_conflict", "post", ()),
    ("recuse", "post", ()),
    ("save", "post", ()),
    ("submit", "post", ()),
    ("save_mark", "post", ("criterion-1",)),
    ("save_note", "post", ()),
    ("resolve", "post", (1,)),
    ("attachment", "get", ("7K4Q",)),
]


@pytest.mark.parametrize(("name", "method", "more"), PAGES)
@pytest.mark.parametrize("part", ["outsider", "other_judge", "administrator", "nominator"])
def test_another_persons_assignment_is_a_404(
    client, category, assignment, scorecard, request, part, name, method, more
):
    person = request.getfixturevalue(part)
    if part == "other_judge":
        stories.assigned(person, scorecard.assignment.nomination)
    client.force_login(person)

    assert getattr(client, method)(address(name, assignment, *more)).status_code == 404


@pytest.mark.parametrize(("name", "method", "more"), PAGES)
def test_who_is_not_signed_in_is_asked_to(client, scorecard, assignment, name, method, more):
    page = getattr(client, method)(address(name, assignment, *more))

    assert (page.status_code, page.url.partition("?")[0]) == (302, reverse("account_login"))


def recused(assignment, category, judge):
    recusals.recuse(assignment, reason="family", by=judge)


def removed(assignment, category, judge):
    panels.remove_member(category, judge, by=judge)


def withdrawn(assignment, category, judge):
    assignment.nomination.state = "withdrawn"
    assignment.nomination.save()


@pytest.mark.parametrize("what_happened", [None, recused, removed, withdrawn])
def test_the_entry_closes_for_who_no_longer_judges_it(as_judge, assignment, scorecard, category, judge, what_happened):
    if what_happened:
        what_happened(assignment, category, judge)

    expected = 404 if what_happened else 200
    assert as_judge.get(address("scorecard", assignment)).status_code == expected
    assert as_judge.post(address("save", assignment), typed(scorecard, 5)).status_code == (
        404 if what_happened else 302
    )


def test_marks_need_the_entry_to_be_opened(as_judge, assignment):
    assert as_judge.post(address("save", assignment), {}).status_code == 404
    assert as_judge.get(address("scorecard", assignment)).status_code == 200


# Marking


def test_plain_buttons_save_and_submit(as_judge, assignment, scorecard):
    as_judge.post(address("save", assignment), typed(scorecard, 7, "cannot", note="Strong."))
    scorecard.refresh_from_db()
    assert (scorecard.note, scorecard.total) == ("Strong.", 7)

    page = as_judge.post(address("submit", assignment), typed(scorecard, 7, "cannot"))
    assert page.status_code == 422
    assert "Criterion 3</a>: Give a mark" in page.content.decode()

    page = as_judge.post(address("submit", assignment), typed(scorecard, 7, "cannot", 9), follow=True)
    assert "Submitted" in page.content.decode()
    scorecard.refresh_from_db()
    assert (scorecard.state, scorecard.total) == ("submitted", 8)


def test_entries_follow_each_other_across_categories(as_judge, category, judge):
    second = factories.category(category.cycle)
    elsewhere = factories.category(factories.cycle(category.cycle.program, slug="2027"))
    one, two = (stories.assigned(judge, stories.entry(category)) for _n in range(2))
    three = stories.assigned(judge, stories.entry(second))
    stories.assigned(judge, stories.entry(elsewhere))

    beside = {}
    for assignment in (one, two, three):
        shown = as_judge.get(address("scorecard", assignment)).context["assignment"]
        beside[assignment.code] = (shown.previous_code, shown.next_code)
    assert beside == {
        one.code: (None, two.code), two.code: (one.code, three.code), three.code: (two.code, None)
    }  # fmt: skip


def test_after_the_last_entry_the_first_open_one_follows(as_judge, category, judge):
    one, two = (stories.assigned(judge, stories.entry(category)) for _n in range(2))
    scorecard = recusals.state_no_conflict(two, by=judge)

    assert as_judge.post(address("submit", two), typed(scorecard, 7, 8, 9)).url == address("scorecard", one)
    scorecard = recusals.state_no_conflict(one, by=judge)
    assert as_judge.post(address("submit", one), typed(scorecard, 7, 8, 9)).url == reverse("judging:queue")


def test_a_submitted_scorecard_is_read_only_for_its_judge(as_judge, assignment, scorecard, judge):
    scoring.submit(stories.mark(scorecard, 7, 8, 9), by=judge)
    page = as_judge.get(address("scorecard", assignment)).content.decode()

    assert "8.00" in page
    assert "<textarea" not in page
    answer = as_judge.post(address("save", assignment), typed(scorecard, 1, 1, 1))
    assert answer.status_code == 422
    assert set(Mark.objects.values_list("value", flat=True)) == {7, 8, 9}


def test_autosave_answers_with_the_next_version(as_judge, assignment, scorecard):
    data = {"mark-criterion-1": 7, "comment-criterion-1": "Good", "version-criterion-1": 0}
    page = as_judge.post(address("save_mark", assignment, "criterion-1"), data, headers={"HX-Request": "true"})

    assert page.status_code == 200
    assert 'id="version-criterion-1" value="1"' in page.content.decode()
    assert "<html" not in page.content.decode()


def test_a_second_tab_is_shown_both_texts(as_judge, assignment, scorecard):
    one = {"mark-criterion-1": 7, "comment-criterion-1": "From the first tab", "version-criterion-1": 0}
    two = {"mark-criterion-1": 4, "comment-criterion-1": "From the second tab", "version-criterion-1": 0}
    url = address("save_mark", assignment, "criterion-1")
    as_judge.post(url, one, headers={"HX-Request": "true"})
    page = as_judge.post(url, two, headers={"HX-Request": "true"})

    assert page.status_code == 409
    assert "From the first tab" in page.content.decode()
    assert "From the second tab" in page.content.decode()

    kept = MarkVersion.objects.get()
    as_judge.post(address("resolve", assignment, kept.pk), {"take": "kept"})
    assert Mark.objects.get().comment == "From the second tab"
    assert MarkVersion.objects.filter(content__comment="From the first tab").exists()


def test_a_second_tab_without_script_is_shown_both_texts(as_judge, assignment, scorecard):
    stale = typed(scorecard, 4)
    as_judge.post(address("save", assignment), typed(scorecard, 7))
    page = as_judge.post(address("save", assignment), stale, follow=True).content.decode()

    assert "changed in another tab" in page
    assert Mark.objects.get().value == 7


@pytest.mark.parametrize("mark", ["11", "-1", "7.5", "ten", "99999999"])
def test_marks_off_the_scale_are_refused(as_judge, assignment, scorecard, mark):
    data = {"mark-criterion-1": mark, "comment-criterion-1": "", "version-criterion-1": 0}
    as_judge.post(address("save_mark", assignment, "criterion-1"), data, headers={"HX-Request": "true"})

    assert not Mark.objects.exists()


def test_after_the_window_marks_are_read_only(as_judge, assignment, scorecard):
    stories.mark(scorecard, 7)
    stories.set_clock(factories.at("2026-05-01"))

    assert "Judging is closed" in as_judge.get(address("scorecard", assignment)).content.decode()
    assert as_judge.post(address("save", assignment), typed(scorecard, 1)).status_code == 422
    assert Mark.objects.get().value == 7


def test_nobody_elses_marks_are_on_the_page(as_judge, category, assignment, scorecard, judge, other_judge):
    stories.judged(other_judge, assignment.nomination, 3, 3, 3)
    theirs = Scorecard.objects.get(assignment__judge=other_judge)
    Scorecard.objects.filter(pk=theirs.pk).update(note="Weak from start to end")
    Mark.objects.filter(scorecard=theirs).update(comment="Hardly any numbers")

    before = as_judge.get(address("scorecard", assignment)).content.decode()
    scoring.submit(stories.mark(scorecard, 7, 8, 9), by=judge)
    after = as_judge.get(address("scorecard", assignment)).content.decode()
    for page in (before, after, as_judge.get(reverse("judging:queue")).content.decode()):
        for secret in ("Weak from start", "Hardly any", other_judge.name, other_judge.email, theirs.code):
            assert secret not in page


# Blind judging


def cv() -> bytes:
    """One blank page by Erica."""
    file, written = BytesIO(), PdfWriter()
    written.add_blank_page(100, 100)
    written.add_metadata({"/Author": "Erica Example"})
    written.write(file)
    return file.getvalue()


CV = cv()
SECRETS = [
    "Erica Example",
    "Acme Contact",
    "Nathan Nominator",
    "nathan@writer.example",
    "acme-cv-erica.pdf",
    "For the office alone",
]


@pytest.fixture
def secretive(category, judge):
    acme = factories.organisation("Acme Contact")
    writer = factories.user("Nathan Nominator", email="nathan@writer.example")
    Question.objects.create(
        category=category, slug="office", section="support", kind="text", label="Office", visibility="administrators"
    )
    upload = Question.objects.create(
        category=category, slug="files", section="support", kind="attachments", label="Files", required=False
    )
    nomination = stories.entry(category, "Erica Example", organisation=acme, nominator=writer)
    Answer.objects.filter(question__slug="office").update(value="For the office alone")
    stored = files.save(CV, folder="nominations", suffix=".pdf")
    Attachment.objects.create(
        nomination=nomination,
        question=upload,
        path=stored.path,
        sha256=stored.sha256,
        size=stored.size,
        name="acme-cv-erica.pdf",
        content_type="application/pdf",
    )
    return stories.assigned(judge, nomination)


def everything_a_judge_gets(client, assignment):
    """Every page and header about one entry, from the list to the submitted scorecard."""
    answers = [client.get(reverse("judging:queue")), client.get(address("scorecard", assignment))]
    answers += [client.get(address("recuse", assignment)), client.post(address("no_conflict", assignment), follow=True)]
    answers += [client.get(address("scorecard", assignment)), client.get(reverse("judging:queue") + "?state=started")]
    code = assignment.nomination.attachments.get().code
    attachment = client.get(address("attachment", assignment, code))
    data = {"mark-criterion-1": 7, "comment-criterion-1": "", "version-criterion-1": 0}
    answers.append(client.post(address("save_mark", assignment, "criterion-1"), data, headers={"HX-Request": "true"}))
    answers.append(client.get(address("recuse", assignment)))
    return "\n".join([*(f"{answer.headers}{answer.content.decode()}" for answer in answers), str(attachment.headers)])


def test_blind_judging_tells_no_name_anywhere(as_judge, category, secretive):
    category.is_blind = True
    category.save()
    told = everything_a_judge_gets(as_judge, secretive)

    assert [secret for secret in SECRETS if secret in told] == []
    assert "Answer to story-1" in told
    assert secretive.nomination.code in told


def test_open_judging_tells_names_and_never_the_offices_answers(as_judge, category, secretive):
    told = everything_a_judge_gets(as_judge, secretive)

    assert {secret for secret in SECRETS if secret in told} == {
        "Erica Example", "Acme Contact", "Nathan Nominator", "acme-cv-erica.pdf"
    }  # fmt: skip


# Files


def file_address(assignment):
    return address("attachment", assignment, assignment.nomination.attachments.get().code)


def test_files_open_with_the_entry(as_judge, secretive, judge):
    assert as_judge.get(file_address(secretive)).status_code == 404

    recusals.state_no_conflict(secretive, by=judge)
    page = as_judge.get(file_address(secretive))
    assert b"".join(page.streaming_content) == CV

    recusals.recuse(secretive, reason="family", by=judge)
    assert as_judge.get(file_address(secretive)).status_code == 404


@pytest.mark.parametrize(("is_blind", "authors"), [(True, [None]), (False, ["Erica Example"])])
def test_where_judging_is_blind_a_file_names_no_author(as_judge, secretive, category, judge, is_blind, authors):
    category.is_blind = is_blind
    category.save()
    recusals.state_no_conflict(secretive, by=judge)

    content = b"".join(as_judge.get(file_address(secretive)).streaming_content)

    assert [(PdfReader(BytesIO(content)).metadata or {}).get("/Author")] == authors


def test_a_file_that_cannot_be_cleaned_stays_closed_with_a_sentence(as_judge, secretive, category, judge):
    category.is_blind = True
    category.save()
    recusals.state_no_conflict(secretive, by=judge)
    broken = files.save(b"%PDF-1.4 a file", folder="nominations", suffix=".pdf")
    Attachment.objects.update(path=broken.path)

    page = as_judge.get(file_address(secretive), follow=True)

    assert "This file cannot be shown without the name of its author." in page.content.decode()


def test_new_terms_close_the_files_until_they_are_accepted(as_judge, secretive, category, judge):
    recusals.state_no_conflict(secretive, by=judge)
    stories.publish_terms(category)

    assert as_judge.get(file_address(secretive)).status_code == 404


def test_files_judges_may_not_see_are_a_404(as_judge, secretive, judge):
    recusals.state_no_conflict(secretive, by=judge)
    Question.objects.filter(slug="files").update(visibility="administrators")

    assert as_judge.get(file_address(secretive)).status_code == 404


def test_a_file_of_another_entry_is_a_404(as_judge, secretive, category, judge):
    other = stories.opened(judge, stories.entry(category)).assignment
    code = secretive.nomination.attachments.get().code

    assert as_judge.get(address("attachment", other, code)).status_code == 404


# The list


def test_the_queue_tells_how_far_it_is(as_judge, category, judge):
    for n in range(3):
        stories.assigned(judge, stories.entry(category, f"Entry {n}"))
    done, started, _new = Assignment.objects.order_by("position")
    scoring.submit(stories.mark(recusals.state_no_conflict(done, by=judge), 7, 8, 9), by=judge)
    recusals.state_no_conflict(started, by=judge)
    page = as_judge.get(reverse("judging:queue")).content.decode()

    assert "1 of 3" in page
    assert "Go on where you stopped" in page
    lists = {
        state: as_judge.get(reverse("judging:queue"), {"state": state}).context["items"]
        for state in ("", "all", "open", "started", "submitted")
    }
    assert {state: len(items) for state, items in lists.items()} == {
        "": 2,
        "all": 3,
        "open": 2,
        "started": 1,
        "submitted": 1,
    }


def test_an_empty_queue_says_what_happens_next(as_judge, client, category, judge, outsider):
    stories.seat(category, judge)
    assert "You are on the panel" in as_judge.get(reverse("judging:queue")).content.decode()

    client.force_login(outsider)
    assert "once an organizer has invited you" in client.get(reverse("judging:queue")).content.decode()


def test_the_queue_holds_only_own_entries(as_judge, category, judge, other_judge):
    mine = stories.assigned(judge, stories.entry(category, "Mine"))
    stories.assigned(other_judge, stories.entry(category, "Theirs"))

    assert [item.code for item in as_judge.get(reverse("judging:queue")).context["items"]] == [mine.code]


def test_closed_judging_stands_on_a_page_of_its_own(as_judge, category, judge):
    past = factories.category(
        factories.cycle(category.cycle.program, slug="2025", judging_closes_at=factories.at("2025-05-01"))
    )
    early = stories.assigned(judge, stories.entry(past, "Early"))
    now = stories.assigned(judge, stories.entry(category, "Now"))

    assert [item.code for item in as_judge.get(reverse("judging:queue")).context["items"]] == [now.code]
    page = as_judge.get(reverse("judging:queue"), {"earlier": 1})
    assert [item.code for item in page.context["items"]] == [early.code]


def test_marks_opened_again_after_closing_are_told(as_judge, scorecard, judge, administrator):
    scoring.submit(stories.mark(scorecard, 7, 8, 9), by=judge)
    stories.set_clock(factories.at("2026-05-02"))
    scoring.reopen(scorecard, reason="Typing error", by=administrator, until=factories.at("2026-05-03"))

    assert "are open again" in as_judge.get(reverse("judging:queue")).content.decode()
    stories.set_clock(factories.at("2026-05-04"))
    assert "are open again" not in as_judge.get(reverse("judging:queue")).content.decode()


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_the_queue_costs_the_same_whatever_it_holds(as_judge, category, judge, django_assert_num_queries, entries):
    stories.publish_terms(category)
    for _n in range(entries):
        stories.assigned(judge, stories.entry(category))

    with django_assert_num_queries(9):
        as_judge.get(reverse("judging:queue"))


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_the_scorecard_costs_the_same_whatever_else_there_is(
    as_judge, category, judge, django_assert_num_queries, django_assert_max_num_queries, entries
):
    stories.publish_terms(category, published_at=factories.at("2027-01-01"))
    scorecards = [stories.opened(judge, stories.entry(category)) for _n in range(entries)]
    scorecard = stories.mark(scorecards[-1], 7, 8)
    assignment = scorecard.assignment

    with django_assert_num_queries(11):
        as_judge.get(address("scorecard", assignment))
    data = {"mark-criterion-1": 5, "comment-criterion-1": "Better", "version-criterion-1": 1}
    both_savepoints = 2
    with django_assert_max_num_queries(10 + both_savepoints):
        as_judge.post(address("save_mark", assignment, "criterion-1"), data, headers={"HX-Request": "true"})
    everything = typed(Scorecard.objects.get(pk=scorecard.pk), 9, 9, 9)
    with django_assert_max_num_queries(12 + both_savepoints):
        as_judge.post(address("save", assignment), everything)


# Invitations


@pytest.fixture
def invitation(category, administrator):
    return invitations.invite(category.cycle.program, [category], "new@judges.example", by=administrator, name="Newton")


def test_the_link_of_an_invitation_opens_without_an_account(client, invitation):
    page = client.get(reverse("judging:invitation", args=[invitation.token])).content.decode()

    assert "Newton, will you judge?" in page
    assert client.get(reverse("judging:invitation", args=["guess"])).status_code == 404


def test_from_the_link_through_a_new_account_to_the_panel(client, category, invitation):
    page = client.post(reverse("judging:accept_invitation", args=[invitation.token]))
    assert page.url.startswith(reverse("account_signup"))
    client.post(
        page.url,
        {
            "email": "new@judges.example",
            "name": "Newton Novice",
            "password1": "an-own-long-password-42",
            "password2": "an-own-long-password-42",
        },
    )

    assert [seat.judge.email for seat in panels.members(category)] == ["new@judges.example"]


def test_an_account_that_never_saw_the_link_takes_no_seat(client, category, invitation):
    client.post(
        reverse("account_signup"),
        {
            "email": "somebody@else.example",
            "name": "Somebody Else",
            "password1": "an-own-long-password-42",
            "password2": "an-own-long-password-42",
        },
    )

    assert panels.members(category) == []


def test_a_person_with_an_account_says_yes_with_one_click(client, category, administrator, judge):
    invitation = invitations.invite(category.cycle.program, [category], judge.email, by=administrator)
    client.force_login(judge)
    assert "You are invited" in client.get(reverse("judging:queue")).content.decode()

    page = client.post(reverse("judging:accept_invitation", args=[invitation.token]))
    assert page.url == reverse("judging:queue")
    assert [seat.judge for seat in panels.members(category)] == [judge]


def test_a_person_signed_in_with_another_address_is_told(client, category, invitation, outsider):
    client.force_login(outsider)
    page = client.post(reverse("judging:accept_invitation", args=[invitation.token]), follow=True)

    assert "This invitation was sent to new@judges.example" in page.content.decode()
    assert panels.members(category) == []


def test_no_thank_you(client, category, invitation):
    client.post(reverse("judging:decline_invitation", args=[invitation.token]))
    invitation.refresh_from_db()

    assert invitation.declined_at is not None
    assert panels.members(category) == []
