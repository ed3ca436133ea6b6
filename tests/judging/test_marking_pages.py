"""The scorecard's page: saving, two tabs, the window, and nobody else's marks."""

import pytest
from django.urls import reverse

from judging.domain import recusals, scoring
from judging.models import Mark, MarkVersion, Scorecard
from tests import factories

from . import stories
from .pages import address, typed


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
