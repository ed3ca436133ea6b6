"""What administrators do on their pages: posted as the page does, and seen in rows, in the trail and in words."""

from __future__ import annotations

import html

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from desk.domain import reminders
from judging.models import Assignment, JudgeInvitation, Panel, PanelMember, Scorecard
from nominations.models import EligibilityReport, Nomination, Override
from operations import clock
from operations.domain import jobs
from operations.models import AuditEvent, OutgoingMail
from programs.models import Category, EligibilityRule, Terms
from tests import factories

from .test_watch import address, submitted


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def trail(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


@pytest.fixture
def rule(category):
    return EligibilityRule.objects.create(
        cycle=category.cycle,
        category=category,
        slug="who",
        kind="nominator_relation",
        params={"relations": ["colleague"], "record_only": False},
        source="Colleagues nominate.",
    )


# The queue


def test_the_queue_shows_each_nomination_in_its_worst_pile(desk, category, nominator):
    submitted(category, nominator, 1, eligibility="fail", cap_place="over")
    submitted(category, nominator, 2, eligibility="unknown")
    submitted(category, nominator, 3, cap_place="over")
    submitted(category, nominator, 4)
    context = desk.get(address(category, "eligibility")).context
    assert [(row.title, row.pile_slug) for row in context["rows"]] == [
        ("Entry 1", "fail"),
        ("Entry 2", "unknown"),
        ("Entry 3", "over"),
    ]
    assert {group.slug: group.count for group in context["groups"]} == {
        "fail": 1,
        "unknown": 1,
        "not_checked": 0,
        "over": 1,
    }


@pytest.mark.parametrize("verdict, titles", [("fail", {"Entry 1"}), ("over", set()), ("odd", {"Entry 1", "Entry 2"})])
def test_a_pile_is_chosen(desk, category, nominator, verdict, titles):
    submitted(category, nominator, 1, eligibility="fail")
    submitted(category, nominator, 2, eligibility="unknown")
    rows = desk.get(address(category, "eligibility") + f"?verdict={verdict}").context["rows"]
    assert {row.title for row in rows} == titles


def test_an_override_from_the_queue_leads_back_to_it(desk, category, nominator, rule):
    one = submitted(category, nominator, 1, eligibility="fail", relation="relative")
    here = address(category, "eligibility") + "?verdict=fail"
    data = {"rule": rule.pk, "verdict": "pass", "reason": "We know them.", "next": here}
    response = desk.post(address(category, "override", one.code), data)
    assert response["Location"] == here
    one.refresh_from_db()
    assert one.eligibility == "pass"
    assert Override.objects.get().reason == "We know them."
    assert trail("eligibility overridden") == 1


def test_an_override_without_a_reason_changes_nothing(desk, category, nominator, rule):
    one = submitted(category, nominator, 1, eligibility="fail", relation="relative")
    response = desk.post(address(category, "override", one.code), {"rule": rule.pk, "verdict": "pass", "reason": " "})
    assert not Override.objects.exists()
    assert "stays with the nomination" in said(response)[0]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/manage/other/2026/"])
def test_a_button_leads_back_only_into_its_own_cycle(desk, category, nominator, target):
    one = submitted(category, nominator, 1)
    response = desk.post(address(category, "nomination_check", one.code), {"next": target})
    assert response["Location"] == address(category, "nomination", one.code)


def test_a_question_goes_to_the_nominator(desk, category, nominator):
    one = submitted(category, nominator, 1, eligibility="unknown")
    desk.post(address(category, "nomination_ask", one.code), {"question": "How many agents?"})
    jobs.run_due()
    assert one.events.get(what="information_asked").reason == "How many agents?"
    assert OutgoingMail.objects.get(to=nominator.email).text.count("How many agents?") == 1


# Several at once


def test_several_are_rejected_at_once_and_refusals_are_told(desk, category, nominator):
    first, second = submitted(category, nominator, 1), submitted(category, nominator, 2)
    draft = Nomination.objects.create(cycle=category.cycle, category=category, nominator=nominator, title="Draft")
    elsewhere = submitted(factories.category(), nominator, 1)
    codes = [first.code, second.code, draft.code, elsewhere.code]
    response = desk.post(
        address(category, "nominations_ticked"), {"do": "reject", "code": codes, "reason": "Twice the same."}
    )
    states = dict(Nomination.objects.values_list("code", "state"))
    assert [states[code] for code in codes] == ["rejected", "rejected", "draft", "submitted"]
    assert trail("nomination rejected") == 2
    words = said(response)
    assert words[0] == "Done for 2 nominations."
    assert words[1].startswith("Draft: ")


@pytest.mark.parametrize(
    "data, word",
    [
        ({"do": "reject", "reason": "Why not"}, "Tick at least one"),
        ({"do": "fly", "code": "CODE"}, "Choose what to do"),
        ({"do": "reject", "code": "CODE", "reason": " "}, "write down the reason"),
    ],
)
def test_ticks_without_a_choice_or_words_change_nothing(desk, category, nominator, data, word):
    one = submitted(category, nominator, 1)
    data = {name: one.code if value == "CODE" else value for name, value in data.items()}
    response = desk.post(address(category, "nominations_ticked"), data)
    one.refresh_from_db()
    assert one.state == "submitted"
    assert word in said(response)[0]


# Rules


def test_what_a_rule_would_change_is_shown_before_it_is_saved(desk, category, nominator, rule):
    one = submitted(category, nominator, 1, relation="relative")
    form = {"param_relations": ["colleague"], "source": rule.source, "is_enabled": "on"}
    page = address(category, "rule", rule.pk)
    first = desk.post(page, form)
    assert first.status_code == 200
    assert [(change.nomination.pk, change.becomes) for change in first.context["preview"].changes] == [
        (one.pk, "Not eligible")
    ]
    one.refresh_from_db()
    assert one.eligibility == "pass"
    assert not EligibilityReport.objects.exists()
    assert trail("rule changed") == 0
    second = desk.post(page, {**form, "seen": first.context["seen"]})
    assert second.status_code == 302
    assert trail("rule changed") == 1
    jobs.run_due()
    one.refresh_from_db()
    assert one.eligibility == "fail"


def test_a_rule_that_changes_nobodys_answer_is_saved_at_once(desk, category, nominator, rule):
    submitted(category, nominator, 1, relation="colleague")
    form = {"param_relations": ["colleague"], "source": "New words.", "is_enabled": "on"}
    assert desk.post(address(category, "rule", rule.pk), form).status_code == 302
    rule.refresh_from_db()
    assert rule.source == "New words."


def test_the_preview_costs_the_same_for_one_and_for_thirty(
    desk, category, nominator, rule, django_assert_max_num_queries
):
    form = {"param_relations": ["colleague"], "source": rule.source, "is_enabled": "on", "preview": "1"}
    counts = []
    for first, last in [(1, 1), (2, 3), (4, 28)]:
        for number in range(first, last + 1):
            submitted(category, nominator, number, relation="relative")
        with django_assert_max_num_queries(40) as queries:
            desk.post(address(category, "rule", rule.pk), form)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


# What a cycle is made of


def test_a_category_is_added_with_a_placing_and_can_go_again(desk, category):
    data = {"name": "Best Newcomer", "subject": "person", "method": "panel", "accepts_nominations": "on"}
    assert desk.post(address(category, "category_new"), data).status_code == 302
    made = Category.objects.get(slug="best-newcomer")
    assert [placing.name for placing in made.placings.all()] == ["Winner"]
    assert trail("category added") == 1
    desk.post(address(category, "category_remove", made.slug))
    assert not Category.objects.filter(slug="best-newcomer").exists()
    assert trail("category removed") == 1


def test_a_category_that_somebody_entered_stays(desk, category, nominator):
    submitted(category, nominator, 1)
    response = desk.post(address(category, "category_remove", category.slug))
    assert Category.objects.filter(pk=category.pk).exists()
    assert "the category stays" in said(response)[0]


def test_a_criterion_is_added_with_its_question_and_removed(desk, category):
    data = {"name": "Courage", "description": "Dares something.", "weight": 2, "with_question": "on"}
    assert desk.post(address(category, "criterion_new", category.slug), data).status_code == 302
    made = category.criteria.get(slug="courage")
    assert (made.weight, made.questions.get().kind) == (2, "narrative")
    desk.post(address(category, "criterion_remove", category.slug, "courage"))
    assert not category.criteria.filter(slug="courage").exists()
    assert (trail("criterion added"), trail("criterion removed")) == (1, 1)


def test_a_rubric_keeps_its_lines_once_a_scorecard_is_in(desk, category, nominator, judge):
    assignment = Assignment.objects.create(judge=judge, nomination=submitted(category, nominator, 1))
    Scorecard.objects.create(assignment=assignment, state="submitted", submitted_at=clock.now())
    response = desk.post(address(category, "criterion_remove", category.slug, "criterion-1"))
    assert category.criteria.filter(slug="criterion-1").exists()
    assert "keeps its lines" in said(response)[0]


def test_the_last_placing_stays_and_another_goes(desk, category):
    desk.post(address(category, "placing_remove", category.slug, "winner"))
    assert category.placings.count() == 1
    data = {"name": "Runner-up", "kind": "runner_up", "places": 1, "recognition_lines": "plaque: A plaque"}
    assert desk.post(address(category, "placing_new", category.slug), data).status_code == 302
    assert category.placings.get(slug="runner-up").recognitions == [{"kind": "plaque", "words": "A plaque"}]
    desk.post(address(category, "placing_remove", category.slug, "runner-up"))
    assert [placing.slug for placing in category.placings.all()] == ["winner"]


def test_terms_get_a_new_version_and_the_same_text_does_not(desk, category):
    page = address(category, "terms")
    for text, versions in [("Be kind.", 1), ("Be kind.", 1), ("Be kinder.", 2)]:
        desk.post(page, {"kind": "confidentiality", "text": text})
        assert Terms.objects.filter(kind="confidentiality").count() == versions
    assert trail("terms published") == 2


# Judges


@pytest.fixture
def in_judging(category, nominator, judge):
    now = clock.now()
    cycle = category.cycle
    cycle.judging_opens_at, cycle.judging_closes_at = now.replace(year=now.year - 1), now.replace(year=now.year + 1)
    cycle.save()
    panel = Panel.objects.create(category=category)
    PanelMember.objects.create(panel=panel, judge=judge)
    factories.role(judge, cycle.program, "judge")
    Assignment.objects.create(judge=judge, nomination=submitted(category, nominator, 1))
    return category


def test_a_late_judge_is_reminded_once_a_day(desk, in_judging, judge):
    for _click in range(2):
        desk.post(address(in_judging, "remind_judges"), {"judge": judge.pk})
        jobs.run_due()
    letter = OutgoingMail.objects.get(to=judge.email)
    assert in_judging.name in letter.text
    assert "0 of 1 done" in letter.text
    assert trail("remind judges") == 2


def test_a_judge_who_is_done_is_not_reminded(desk, in_judging, judge):
    Scorecard.objects.create(assignment=Assignment.objects.get(), state="submitted", submitted_at=clock.now())
    response = desk.post(address(in_judging, "remind_judges"), {"judge": judge.pk})
    assert said(response) == ["Nobody of them has anything left to judge."]
    assert not OutgoingMail.objects.exists()


def test_the_dashboard_names_who_is_behind_and_reminds_all_of_them(desk, in_judging, judge, other_judge, nominator):
    """Half of the time is gone: one of two scorecards is enough, none of one is not."""
    PanelMember.objects.create(panel=in_judging.panel, judge=other_judge)
    first, second = (submitted(in_judging, nominator, number) for number in (2, 3))
    done = Assignment.objects.create(judge=other_judge, nomination=first)
    Assignment.objects.create(judge=other_judge, nomination=second)
    Scorecard.objects.create(assignment=done, state="submitted", submitted_at=clock.now())
    cycle = in_judging.cycle
    halfway = cycle.judging_opens_at + (cycle.judging_closes_at - cycle.judging_opens_at) / 2
    clock.stopped_at.set(halfway)

    found = reminders.behind(cycle)
    desk.post(address(in_judging, "remind_judges"), {"behind": "all"})
    jobs.run_due()

    assert (found.count, [(one["judge"], one["submitted"], one["assigned"]) for one in found.first]) == (
        1,
        [(judge.pk, 0, 1)],
    )
    assert {letter.to for letter in OutgoingMail.objects.all()} == {judge.email}


def test_who_left_the_panel_is_not_behind(in_judging, judge):
    assert reminders.behind(in_judging.cycle).count == 1

    PanelMember.objects.filter(judge=judge).update(left_at=clock.now())

    assert reminders.behind(in_judging.cycle).count == 0


def test_an_invitation_is_taken_back_and_its_link_leads_nowhere(desk, category):
    desk.post(address(category, "judge_invite"), {"email": "new@judges.example", "categories": [category.pk]})
    invitation = JudgeInvitation.objects.get()
    link = reverse("judging:invitation", args=[invitation.token])
    assert desk.get(link).status_code == 200
    desk.post(address(category, "judge_invite_revoke", invitation.pk))
    assert desk.get(link).status_code == 404
    assert trail("judge invitation revoked") == 1


def test_many_judges_are_invited_at_once_and_earlier_ones_by_a_tick(desk, category, judge, other_judge):
    PanelMember.objects.filter(judge=other_judge).delete()
    factories.role(other_judge, category.cycle.program, "judge")
    typed = (
        "Ana Ruiz <ana@judges.example>, bo@judges.example\r\n"
        '"Weber, Cleo" <CLEO@judges.example>; Weber, Dora <dora@judges.example>\n\nana@judges.example'
    )
    sent = {"email": typed, "earlier": [other_judge.pk], "everything": "on"}

    response = desk.post(address(category, "judge_invite"), sent)

    assert said(response) == ["5 invitations are on their way."]
    assert {one.email: one.name for one in JudgeInvitation.objects.all()} == {
        "ana@judges.example": "Ana Ruiz",
        "bo@judges.example": "",
        "cleo@judges.example": "Weber, Cleo",
        "dora@judges.example": "Weber, Dora",
        other_judge.email: other_judge.name,
    }
    panels = set(category.cycle.categories.filter(method="panel"))
    assert all(set(one.categories.all()) == panels for one in JudgeInvitation.objects.all())


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"email": "ana@judges.example, bo at judges.example"}, "“bo at judges.example” is no e-mail address."),
        ({"email": ""}, "Write at least one address, or tick a judge."),
        ({"email": "ana@judges.example", "categories": []}, "Choose at least one category, or all of them."),
        ({"email": "\n".join(f"judge{n}@x.example" for n in range(101))}, "At most 100 people at a time, please."),
    ],
)
def test_nobody_is_invited_while_one_line_is_wrong(desk, category, typed, error):
    response = desk.post(address(category, "judge_invite"), {"categories": [category.pk], **typed})

    assert response.status_code == 422 and error in html.unescape(response.text)
    assert not JudgeInvitation.objects.exists()


def test_an_accepted_invitation_is_not_taken_back(desk, category, judge):
    invitation = JudgeInvitation.objects.create(
        program=category.cycle.program, email=judge.email, token="t", accepted_at=clock.now(), accepted_by=judge
    )
    response = desk.post(address(category, "judge_invite_revoke", invitation.pk))
    assert JudgeInvitation.objects.exists()
    assert "accepted already" in said(response)[0]


def test_the_ticked_nominations_go_to_one_judge(desk, in_judging, nominator, other_judge):
    PanelMember.objects.create(panel=in_judging.panel, judge=other_judge)
    codes = list(Nomination.objects.values_list("code", flat=True)) + [submitted(in_judging, nominator, 2).code]
    desk.post(address(in_judging, "assign_ticked", in_judging.slug), {"judge": other_judge.pk, "code": codes})
    assert set(Assignment.objects.filter(judge=other_judge).values_list("nomination__code", flat=True)) == set(codes)
    assert trail("judge assigned") == 2


def test_somebody_off_the_panel_gets_nothing(desk, in_judging, outsider):
    codes = list(Nomination.objects.values_list("code", flat=True))
    response = desk.post(address(in_judging, "assign_ticked", in_judging.slug), {"judge": outsider.pk, "code": codes})
    assert said(response) == ["Choose a judge of this panel."]
    assert not Assignment.objects.filter(judge=outsider).exists()


# The launch check


def test_the_launch_check_names_what_is_missing_and_falls_silent(desk, category, rule):
    def must() -> set[str]:
        parts = desk.get(address(category, "launch")).context["parts"]
        return {finding.sentence for part in parts for finding in part.findings if finding.tone == "bad"}

    lacking = "There are no terms of entry that a nominator could accept."
    assert lacking in must()
    Terms.objects.create(program=category.cycle.program, kind="entry", version=1, text="Who enters")
    assert lacking not in must()


@pytest.mark.parametrize(("closes", "is_said"), [("2026-04-02 04:00", False), ("2026-04-02 04:00:01", True)])
@pytest.mark.parametrize("kind", ["stories", "statement"])
def test_the_launch_check_warns_where_stories_close_after_judging_begins(desk, category, closes, is_said, kind):
    """Judging begins at the first moment of April 2 in New York."""
    type(category.cycle).objects.update(judging_opens_at=factories.at("2026-04-02 04:00"))
    type(category).objects.update(closes_at=factories.at(closes))
    params = {"minimum": 1} if kind == "stories" else {"slug": "true", "text": "It is true."}
    EligibilityRule.objects.create(
        cycle=category.cycle, category=category, slug="one", kind=kind, params=params, source="As written."
    )

    (part,) = [one for one in desk.get(address(category, "launch")).context["parts"] if one.slug == "dates"]

    found = [one.sentence for one in part.findings if "takes entries until" in one.sentence]
    first = f"{category.name} takes entries until April 2, 2026, but judging begins on April 2, 2026."
    more = " Until then its stories are still written: judges may read an entry without them."
    assert found == ([first + (more if kind == "stories" else "")] if is_said else [])


# The same number of queries


@pytest.mark.parametrize("page", ["judging", "launch", "results", "record", "panel", "letters", "audit"])
def test_pages_cost_the_same_however_many_rows(desk, in_judging, nominator, judge, page, django_assert_max_num_queries):
    category = in_judging
    where = {"record": ("result_record", category.slug), "panel": ("panel", category.slug)}.get(page, (page,))
    counts = []
    for first, last in [(2, 2), (3, 4), (5, 28)]:
        for number in range(first, last + 1):
            one = submitted(category, nominator, number)
            card = Scorecard.objects.create(
                assignment=Assignment.objects.create(judge=judge, nomination=one),
                state="submitted",
                submitted_at=clock.now(),
            )
            OutgoingMail.objects.create(
                key=card.code, to="a@b.example", subject="S", program=category.cycle.program.slug
            )
        desk.get(address(category, *where))
        with django_assert_max_num_queries(60) as queries:
            assert desk.get(address(category, *where)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
