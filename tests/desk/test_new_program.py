"""The owner of the site makes a program: from nothing, like another one, from a file."""

import pytest
from django.urls import reverse

from accounts.domain.people import enrol
from operations.models import AuditEvent
from programs.domain import plans, writing
from programs.models import Cycle, Program

from .. import factories

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Harbor Awards",
    "organiser": "Harbor Society",
    "contact_email": "awards@harbor.example",
    "time_zone": "America/Vancouver",
    "like": "",
    "cycle_name": "2027 Awards",
    "award_year": "2027",
    "opens_at": "2027-01-04T09:00",
    "closes_at": "2027-03-31T23:59",
    "judging_opens_at": "2027-04-05T09:00",
    "judging_closes_at": "2027-04-30T17:00",
    "announce_at": "2027-06-01T10:00",
}


@pytest.fixture
def owner(client):
    owner = enrol("owner@portal.example", name="Olive Owner", password="x")
    owner.is_superuser = owner.is_staff = True
    owner.save()
    client.force_login(owner)
    return owner


def make(client, **typed):
    return client.post(reverse("desk:program_new"), {**TYPED, **typed})


def test_a_site_without_programs_begins_here(client, owner):
    assert "No program yet" in client.get(reverse("desk:home")).content.decode()

    response = make(client)

    cycle = Cycle.objects.select_related("program").get()
    assert response.url == reverse("desk:launch", args=["harbor-awards", "2027"])
    assert (cycle.program.name, cycle.program.time_zone) == ("Harbor Awards", "America/Vancouver")
    assert (cycle.name, cycle.is_public, cycle.categories.count()) == ("2027 Awards", False, 0)
    # 9 in the morning in Vancouver, in winter: eight hours behind UTC
    assert cycle.opens_at.isoformat() == "2027-01-04T17:00:00+00:00"
    assert client.get(response.url).status_code == 200
    assert AuditEvent.objects.get(action="program loaded").program == "harbor-awards"


def test_like_another_one_it_has_everything_but_what_that_one_says_of_itself(client, owner):
    old = factories.cycle(factories.program(slug="old", name="Old Awards", tagline="Old words", colour="#112233"))
    old.introduction = "Welcome to the old ones."
    old.save()
    category = factories.category(old, slug="agent", name="Best Agent")
    criteria = [one.name for one in category.criteria.all()]

    make(client, like=str(old.pk))

    new = Cycle.objects.get(program__slug="harbor-awards")
    assert [one.name for one in new.categories.all()] == ["Best Agent"]
    assert [one.name for one in new.categories.get().criteria.all()] == criteria != []
    assert (new.program.colour, new.program.tagline, new.introduction) == ("#112233", "", "")
    assert (new.program.organiser, new.is_public) == ("Harbor Society", False)
    assert Cycle.objects.get(pk=old.pk).categories.count() == 1


def test_a_name_that_is_taken_gets_an_address_of_its_own(client, owner):
    factories.program(slug="harbor-awards", name="Harbor Awards")
    make(client)
    assert set(Program.objects.values_list("slug", flat=True)) == {"harbor-awards", "harbor-awards-2"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"closes_at": "2027-01-04T09:00"}, "The dates must follow one another"),
        ({"opens_at": "2027-03-14T02:30"}, "The clocks skip this time in America/Vancouver"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"name": ""}, "This field is required"),
        ({"contact_email": "nobody"}, "Enter a valid email address"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, owner, typed, sentence):
    response = make(client, **typed)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Harbor Society" in response.content.decode()
    assert not Program.objects.exists()


def text(slug="harbor", **cycle) -> str:
    """A program file like one of another portal."""
    there = factories.cycle(factories.program(slug=slug, name="Harbor Awards"), slug="2027", **cycle)
    factories.category(there, slug="agent", name="Best Agent")
    written = writing.text_of(plans.plan_of(there))
    there.program.delete()
    return written


def test_a_file_is_checked_first_and_then_made(client, owner):
    written = text()

    checked = client.post(reverse("desk:program_new_file"), {"text": written})
    assert "cycle" in checked.content.decode() and "added, with one category" in checked.content.decode()
    assert not Program.objects.exists()

    made = client.post(reverse("desk:program_new_file"), {"text": written, "apply": "1"})
    assert made.url == reverse("desk:launch", args=["harbor", "2027"])
    assert [one.name for one in Cycle.objects.get().categories.all()] == ["Best Agent"]


def test_a_file_that_cannot_be_read_makes_nothing(client, owner):
    response = client.post(reverse("desk:program_new_file"), {"text": "program: [", "apply": "1"})
    assert response.status_code == 422
    assert "Nothing was written." in response.content.decode()
    assert "program: [" in response.content.decode()
    assert not Program.objects.exists()


def test_a_cycle_that_exists_is_changed_on_its_own_page(client, owner):
    written = text()
    client.post(reverse("desk:program_new_file"), {"text": written, "apply": "1"})
    response = client.post(reverse("desk:program_new_file"), {"text": written, "apply": "1"})
    assert response.status_code == 422
    assert "exists already" in response.content.decode()


def test_administrators_of_a_program_see_no_way_to_make_another(client):
    someone = enrol("admin@portal.example", name="Ada", password="x")
    factories.role(someone, factories.cycle().program)
    client.force_login(someone)
    assert "New program" not in client.get(reverse("desk:home")).content.decode()
    assert client.get(reverse("desk:program_new")).status_code == 404


def test_a_program_moves_to_another_zone_and_its_moments_stay(client, owner):
    cycle = factories.cycle()
    closes = cycle.closes_at
    page = reverse("desk:settings", args=[cycle.program.slug, cycle.slug])
    form = client.get(page).context["look_form"]
    typed = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    typed = {name: value for name, value in typed.items() if value is not False}

    response = client.post(
        reverse("desk:look", args=[cycle.program.slug, cycle.slug]),
        {**typed, "time_zone": "Europe/London", "deadline_time": "17:00:00"},
    )

    assert response.status_code == 302
    program = Program.objects.get(pk=cycle.program_id)
    assert (program.time_zone, program.deadline_time.isoformat()) == ("Europe/London", "17:00:00")
    assert Cycle.objects.get(pk=cycle.pk).closes_at == closes
