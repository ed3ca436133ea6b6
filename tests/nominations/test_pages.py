"""The nominator's pages: who gets in, what autosave answers, and what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.domain import collaboration, copying, drafts, submission
from nominations.models import AnswerVersion, Collaborator, Nomination
from operations.models import OutgoingMail
from operations.refusal import Refused
from programs.models import EligibilityRule, Question
from tests import factories

from .conftest import answer, fill

HTMX = {"HX-Request": "true"}
GET = ["detail", "edit", "review", "thanks", "withdraw", "copies", "pdf"]
POST = ["edit", "details", "submit", "confirm_changes", "withdraw", "copies", "change_category", "invite"]


def address(name, nomination, *more) -> str:
    return reverse(f"nominations:{name}", args=[nomination.code, *more])


@pytest.mark.parametrize("name", GET)
def test_somebody_elses_nomination_is_not_there(client, submitted, nominator, outsider, administrator, judge, name):
    client.force_login(nominator)
    assert client.get(address(name, submitted)).status_code == 200

    for stranger in (outsider, administrator, judge):
        client.force_login(stranger)
        assert client.get(address(name, submitted)).status_code == 404

    client.logout()
    assert client.get(address(name, submitted)).status_code == 302


@pytest.mark.parametrize("name", POST)
def test_nobody_else_changes_a_nomination(client, draft, outsider, name):
    client.force_login(outsider)
    assert client.post(address(name, draft), {"category": draft.category_id}).status_code == 404
    assert client.post(address("save_answer", draft, "story-1"), {"q-story-1": "x"}).status_code == 404
    assert client.post(address("resolve", draft, "story-1"), {}).status_code == 404
    client.logout()
    assert client.post(address(name, draft)).status_code == 302
    assert not draft.answers.exists()


def test_a_colleague_writes_but_does_not_submit_invite_or_withdraw(client, ready, colleague):
    ready.collaborators.create(email=colleague.email, user=colleague, token="t")
    client.force_login(colleague)

    assert client.get(address("edit", ready)).status_code == 200
    saved = client.post(
        address("save_answer", ready, "story-1"), {"q-story-1": "Ours.", "v-story-1": "1"}, headers=HTMX
    )
    assert saved.status_code == 200
    for name in ("submit", "withdraw", "invite", "change_category"):
        assert client.post(address(name, ready)).status_code == 404
    assert Nomination.objects.get().state == "draft"


def test_all_pages_of_a_draft_and_of_the_list_answer(client, draft, nominator):
    client.force_login(nominator)
    for name in ("detail", "edit", "review", "withdraw", "copies", "pdf"):
        assert client.get(address(name, draft)).status_code == 200, name
    assert client.get(address("thanks", draft)).status_code == 302
    for name in ("mine", "choose"):
        assert client.get(reverse(f"nominations:{name}")).status_code == 200


# Autosave


def test_autosave_says_saved_and_gives_the_next_version(client, draft, nominator):
    client.force_login(nominator)
    response = client.post(
        address("save_answer", draft, "story-1"), {"q-story-1": "Told.", "v-story-1": "0"}, headers=HTMX
    )

    assert re.search(r"Saved \d{1,2}:\d\d\s[AP]M", response.text)
    assert 'name="v-story-1" value="1" hx-swap-oob="true"' in response.text
    assert 'id="progress"' in response.text


def test_a_late_autosave_is_answered_with_both_texts_and_a_choice(client, draft, nominator, colleague):
    draft.collaborators.create(email=colleague.email, user=colleague, token="t")
    answer(draft, "story-1", "Cora wrote this.", by=colleague)
    client.force_login(nominator)

    late = client.post(
        address("save_answer", draft, "story-1"), {"q-story-1": "Nora wrote this.", "v-story-1": "0"}, headers=HTMX
    )

    assert late.status_code == 409
    assert late["HX-Retarget"] == "#question-story-1"
    for words in (
        "Cora wrote this.",
        "Nora wrote this.",
        "Saved first, by Cora Colleague",
        "Keep mine",
        "Keep theirs",
        "Merge",
    ):
        assert words in late.text
    assert "Nora wrote this." in client.get(address("edit", draft)).text

    kept = AnswerVersion.objects.get(is_conflict=True)
    merged = client.post(
        address("resolve", draft, "story-1"),
        {"resolve": f"{kept.pk}:both", "v-story-1": "1", "mine-story-1": "Nora wrote this, and more."},
        headers=HTMX,
    )
    assert merged.status_code == 200
    assert draft.answers.get().value == "Cora wrote this.\n\nNora wrote this, and more."


def test_nobody_settles_somebody_elses_conflict(client, draft, nominator, colleague):
    draft.collaborators.create(email=colleague.email, user=colleague, token="t")
    answer(draft, "story-1", "Cora wrote this.", by=colleague)
    answer(draft, "story-1", "Nora wrote this.", base=0)
    kept = AnswerVersion.objects.get(is_conflict=True)
    client.force_login(colleague)

    response = client.post(address("resolve", draft, "story-1"), {"resolve": f"{kept.pk}:mine", "v-story-1": "1"})

    assert response.status_code == 404


def test_autosave_after_the_session_is_lost_is_a_401_and_not_a_login_page(client, draft):
    response = client.post(address("save_answer", draft, "story-1"), {"q-story-1": "x"}, headers=HTMX)

    assert response.status_code == 401
    assert response.content == b""


def test_what_cannot_be_kept_is_answered_with_the_reason(client, draft, nominator):
    Question.objects.create(category=draft.category, slug="video", section="support", kind="video_link", label="Video")
    client.force_login(nominator)
    bad = client.post(
        address("save_answer", draft, "video"), {"q-video": "javascript:alert(1)", "v-video": "0"}, headers=HTMX
    )
    assert bad.status_code == 422
    assert "A link starts with https://" in bad.text
    good = client.post(
        address("save_answer", draft, "video"), {"q-video": "https://video.example/1", "v-video": "0"}, headers=HTMX
    )
    assert good.status_code == 200


def test_a_changed_fact_shows_the_new_verdict_at_once(client, draft, nominator):
    EligibilityRule.objects.create(
        cycle=draft.cycle,
        category=draft.category,
        slug="band",
        kind="headcount_band",
        params={"minimum": None, "maximum": 75},
        source="75 agents or less",
    )
    Question.objects.create(
        category=draft.category, slug="agents", section="eligibility", kind="number", label="Agents", fact="agents"
    )
    client.force_login(nominator)
    url = address("save_answer", draft, "agents")

    assert "Not eligible as it stands" in client.post(url, {"q-agents": "76", "v-agents": "0"}, headers=HTMX).text
    assert "Eligible, as far as we know" in client.post(url, {"q-agents": "75", "v-agents": "1"}, headers=HTMX).text


# Without scripts


def test_the_plain_save_button_saves_all_and_goes_on_to_the_review(client, draft, nominator):
    client.force_login(nominator)
    form = {"relation": "customer", "organisation": "Acme, Inc.", "details_version": draft.version, "then": "review"}
    for place in (1, 2, 3):
        form |= {f"q-story-{place}": f"Part {place}", f"v-story-{place}": "0"}

    response = client.post(address("edit", draft), form)

    assert response["Location"] == address("review", draft)
    assert set(draft.answers.values_list("value", flat=True)) == {"Part 1", "Part 2", "Part 3"}
    draft.refresh_from_db()
    assert (draft.relation, draft.organisation.name) == ("customer", "Acme Inc")


def test_the_plain_save_button_on_a_stale_page_keeps_both_texts(client, draft, nominator, colleague):
    answer(draft, "story-1", "Cora wrote this.", by=colleague)
    client.force_login(nominator)
    sent = {"q-story-1": "Nora wrote this.", "v-story-1": "0", "q-story-2": "Saved all the same.", "v-story-2": "0"}

    stale = client.post(address("edit", draft), sent)
    assert stale.status_code == 409
    assert "Cora wrote this." in stale.text
    assert "Nora wrote this." in stale.text
    assert draft.answers.get(question__slug="story-2").value == "Saved all the same."

    kept = AnswerVersion.objects.get(is_conflict=True)
    client.post(
        address("edit", draft),
        {"resolve": f"{kept.pk}:mine", "mine-story-1": "Nora wrote this.", "v-story-1": "1"},
    )
    assert draft.answers.get(question__slug="story-1").value == "Nora wrote this."


def test_a_bad_field_is_marked_and_the_others_are_saved(client, draft, nominator):
    Question.objects.create(
        category=draft.category, slug="agents", section="eligibility", kind="number", label="Agents"
    )
    client.force_login(nominator)

    response = client.post(
        address("edit", draft), {"q-agents": "about 90", "v-agents": "0", "q-story-1": "Saved.", "v-story-1": "0"}
    )

    assert response.status_code == 422
    assert 'value="about 90"' in response.text
    assert "Please give a whole number" in response.text
    assert draft.answers.get().value == "Saved."


def test_what_was_typed_is_text_and_never_markup(client, draft, nominator):
    answer(draft, "entrant-name", "<script>alert(1)</script>")
    answer(draft, "story-1", "</textarea><img src=x onerror=alert(1)>")
    client.force_login(nominator)
    for name in ("edit", "review", "detail"):
        page = client.get(address(name, draft)).text
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
    assert "<img src=x" not in client.get(reverse("nominations:mine")).text


# From the cards to the receipt


def test_the_whole_way_from_the_cards_to_the_receipt(client, at, category, nominator, organisation):
    client.force_login(nominator)
    assert category.name in client.get(reverse("nominations:choose")).text

    begun = client.post(
        reverse("nominations:start", args=[category.pk]), {"organisation": organisation.name, "relation": "colleague"}
    )
    nomination = Nomination.objects.get()
    assert begun["Location"] == address("edit", nomination)
    assert (nomination.organisation, nomination.relation) == (organisation, "colleague")

    refused = client.post(address("submit", nomination), follow=True)
    assert "“Name” is not answered yet." in refused.text
    fill(nomination)
    thanks = client.post(address("submit", nomination), follow=True)
    again = client.post(address("submit", nomination), follow=True)

    assert "No. 1" in thanks.text
    assert "No. 1" in again.text
    assert Nomination.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("typed", "asked"), [("Northwind Enrgy", True), ("Northwind Energy", False), ("Lakeside", False)]
)
def test_an_organization_that_is_probably_here_already_is_asked_about(client, at, category, nominator, typed, asked):
    factories.organisation("Northwind Energy", members=(factories.user(),))
    client.force_login(nominator)

    page = client.post(reverse("nominations:start", args=[category.pk]), {"organisation": typed}, follow=True)

    assert ("Did you mean “Northwind Energy”?" in page.text) == asked
    assert Nomination.objects.get().organisation.name == typed


def test_what_is_not_saved_is_named_at_the_top_with_a_way_to_it(client, draft, nominator):
    kept = draft.category.questions.get(slug="story-1")
    Question.objects.create(
        category=draft.category, slug="contact", kind="email", label="Contact", section="entrant", position=90
    )
    client.force_login(nominator)

    sent = {"q-story-1": "Ours.", "v-story-1": "0", "q-contact": "no address", "v-contact": "0", "then": "review"}
    page = client.post(address("edit", draft), sent)

    assert page.status_code == 422
    assert "One thing is not saved yet" in page.text
    assert '<a href="#question-contact">Contact</a>: This does not look like an e-mail address.' in page.text
    assert 'id="question-contact"' in page.text
    assert draft.answers.get(question=kept).value == "Ours."
    assert "not saved yet</h2>" not in client.get(address("edit", draft)).text


@pytest.mark.parametrize("fields", [{"accepts_nominations": False}, {"method": "appointment"}])
def test_closed_and_appointed_categories_are_neither_on_the_cards_nor_startable(client, at, nominator, fields):
    category = factories.category(**fields)
    client.force_login(nominator)

    assert category.name not in client.get(reverse("nominations:choose")).text
    assert "takes no nominations" in client.get(reverse("nominations:start", args=[category.pk])).text
    client.post(reverse("nominations:start", args=[category.pk]), {"relation": "colleague"})
    assert not Nomination.objects.exists()


def test_a_hidden_cycle_is_not_there(client, at, nominator):
    category = factories.category(factories.cycle(is_public=False))
    client.force_login(nominator)
    assert client.get(reverse("nominations:start", args=[category.pk])).status_code == 404


def test_the_verdict_answers_while_one_types_and_makes_no_draft(client, at, category, nominator):
    EligibilityRule.objects.create(
        cycle=category.cycle,
        category=category,
        slug="who",
        kind="nominator_relation",
        params={"relations": ["colleague"], "record_only": False},
        source="A colleague",
    )
    client.force_login(nominator)
    url = reverse("nominations:start", args=[category.pk])

    assert "Not eligible as it stands" in client.post(url, {"relation": "customer"}, headers=HTMX).text
    assert "Not eligible as it stands" not in client.post(url, {"relation": "colleague"}, headers=HTMX).text
    assert not Nomination.objects.exists()


# Copying


def test_a_copy_takes_what_both_ask_and_leaves_the_original(ready, nominator):
    target = factories.category(ready.cycle)
    target.questions.filter(slug="story-1").update(slug="other-name")
    target.questions.filter(slug="story-2").delete()

    made = copying.copy(ready, target, by=nominator)

    assert dict(made.answers.values_list("question__slug", "value")) == {
        "entrant-name": "Maria Lopez",
        "other-name": "What she did, part 1.",
        "story-3": "What she did, part 3.",
    }
    assert (made.state, made.receipt_number, made.relation) == ("draft", None, "colleague")
    assert ready.answers.count() == 4


def test_no_copy_into_a_closed_category(ready, nominator):
    closed = factories.category(ready.cycle, closes_at=factories.at("2026-01-15"))
    with pytest.raises(Refused, match="are closed"):
        copying.copy(ready, closed, by=nominator)
    assert Nomination.objects.count() == 1


def test_a_statement_is_only_copied_when_it_says_the_same(ready, nominator):
    target = factories.category(ready.cycle)
    for category, label in ((ready.category, "It is true."), (target, "It is new.")):
        Question.objects.create(
            category=category, slug="accurate", section="statements", kind="statement", label=label, required=False
        )
    answer(ready, "accurate", "yes")

    assert not copying.copy(ready, target, by=nominator).answers.filter(question__slug="accurate").exists()


# Colleagues


def test_a_colleague_is_invited_joins_by_the_link_and_is_let_go(client, draft, nominator, colleague):
    client.force_login(nominator)
    client.post(address("invite", draft), {"email": "Cora@Example.com"})
    invited = Collaborator.objects.get()
    letter = OutgoingMail.objects.get()
    assert letter.to == "cora@example.com"
    assert invited.token in letter.text

    client.force_login(colleague)
    assert client.get(address("edit", draft)).status_code == 404
    client.post(reverse("nominations:invitation", args=[invited.token]))
    assert client.get(address("edit", draft)).status_code == 200

    client.force_login(nominator)
    client.post(address("remove_colleague", draft, invited.pk))
    client.force_login(colleague)
    assert client.get(address("edit", draft)).status_code == 404


def test_an_invitation_is_used_once(draft, nominator, colleague, outsider):
    invited = collaboration.invite(draft, "somebody@example.com", by=nominator)
    collaboration.accept(invited, by=colleague)
    invited.refresh_from_db()

    with pytest.raises(Refused, match="already used"):
        collaboration.accept(invited, by=outsider)
    assert collaboration.accept(invited, by=colleague) == draft


@pytest.mark.parametrize("email", ["nonsense", "nora@", ""])
def test_an_invitation_needs_an_address(draft, nominator, email):
    with pytest.raises(Refused, match="does not look like"):
        collaboration.invite(draft, email, by=nominator)


def test_a_wrong_token_leads_nowhere(client, colleague):
    client.force_login(colleague)
    assert client.get(reverse("nominations:invitation", args=["guess"])).status_code == 404


# The list


def test_the_list_shows_own_and_helped_drafts_first_and_filters(client, ready, nominator, outsider, organisation):
    submission.submit(ready, by=nominator)
    other = factories.category(factories.cycle(factories.program(name="Second Program")))
    drafts.start(other, by=nominator, organisation=organisation)
    foreign = drafts.start(other, by=outsider)
    client.force_login(nominator)

    page = client.get(reverse("nominations:mine"))
    assert [row.state for row in page.context["page_obj"]] == ["draft", "submitted"]
    assert foreign.code not in page.text
    shown = client.get(reverse("nominations:mine"), {"state": "submitted"}).context["page_obj"]
    assert [row.code for row in shown] == [ready.code]
    shown = client.get(reverse("nominations:mine"), {"program": other.cycle.program.slug}).context["page_obj"]
    assert [row.state for row in shown] == ["draft"]
    shown = client.get(reverse("nominations:mine"), {"q": "lopez"}).context["page_obj"]
    assert [row.code for row in shown] == [ready.code]


def test_the_list_counts_answered_required_questions(client, ready, nominator):
    client.force_login(nominator)
    [row] = client.get(reverse("nominations:mine")).context["page_obj"]
    assert (row.answered, row.asked) == (4, 4)


def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_with_1_3_and_30_nominations(client, at, category, nominator, organisation):
    client.force_login(nominator)
    counts = []
    for more in (1, 2, 27):
        for _one in range(more):
            answer(drafts.start(category, by=nominator, organisation=organisation), "entrant-name", "Somebody")
        counts.append(queries(client, reverse("nominations:mine")))

    assert len(set(counts)) == 1
    assert counts[0] <= 10


def test_the_form_costs_the_same_with_4_and_24_questions(client, draft, nominator):
    client.force_login(nominator)
    few = queries(client, address("edit", draft))
    for place in range(20):
        Question.objects.create(
            category=draft.category, slug=f"more-{place}", section="story", kind="text", label=f"More {place}"
        )
        answer(draft, f"more-{place}", "Something")

    assert queries(client, address("edit", draft)) == few
