"""Instants in two zones, and where the reader's comes from."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from accounts.domain.zones import in_both_zones, zone_names
from tests import factories

CLOSES = datetime(2026, 4, 1, 3, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        ("Europe/Vienna", "March 31, 2026, 11:59 PM EDT (April 1, 5:59 AM your time)"),
        ("America/Los_Angeles", "March 31, 2026, 11:59 PM EDT (8:59 PM your time)"),
        ("America/New_York", "March 31, 2026, 11:59 PM EDT"),
        ("America/Toronto", "March 31, 2026, 11:59 PM EDT"),
        ("", "March 31, 2026, 11:59 PM EDT"),
        ("Mars/Olympus", "March 31, 2026, 11:59 PM EDT"),
    ],
)
def test_the_organisers_clock_first_and_then_ones_own(reader, shown):
    assert in_both_zones(CLOSES, "America/New_York", reader) == shown


def test_another_year_is_said():
    instant = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert (
        in_both_zones(instant, "UTC", "Europe/Vienna")
        == "December 31, 2026, 11:30 PM UTC (January 1, 2027, 12:30 AM your time)"
    )


def test_a_zone_without_letters_is_told_from_utc():
    assert in_both_zones(CLOSES, "Asia/Dubai") == "April 1, 2026, 7:59 AM UTC+04"


def test_zones_to_choose_from_are_places():
    assert {"UTC", "Europe/Vienna", "America/New_York"} <= set(zone_names())
    assert not {"EST", "US/Eastern", "localtime", "Factory"} & set(zone_names())


def on_a_page(user, cookie=""):
    request = RequestFactory().get("/")
    request.user = user
    request.COOKIES["tz"] = cookie
    page = Template("{% load zones %}{% both_zones instant program %}")
    return page.render(Context({"request": request, "instant": CLOSES, "program": factories.program()}))


@pytest.mark.parametrize(
    ("profile", "browser", "own"),
    [
        ("Europe/Vienna", "Asia/Tokyo", " (April 1, 5:59 AM your time)"),
        ("", "Asia/Tokyo", " (April 1, 12:59 PM your time)"),
        ("", "", ""),
        ("", "<script>", ""),
    ],
)
def test_the_profile_goes_before_the_browser(db, profile, browser, own):
    shown = on_a_page(factories.user(time_zone=profile), browser)
    assert shown == f'<time datetime="2026-04-01T03:59:00Z">March 31, 2026, 11:59 PM EDT{own}</time>'


def test_a_letter_names_its_reader(db):
    letter = Template("{% load zones %}{% both_zones_text instant program reader %}")
    words = {"instant": CLOSES, "program": factories.program(), "reader": factories.user(time_zone="Europe/Vienna")}
    assert letter.render(Context(words)) == "March 31, 2026, 11:59 PM EDT (April 1, 5:59 AM your time)"


def test_the_profile_keeps_name_and_zone(client, nora):
    client.force_login(nora)
    client.post(reverse("accounts:profile"), {"name": " Nora  N. ", "time_zone": "Europe/Vienna"})
    nora.refresh_from_db()
    assert (nora.name, nora.time_zone) == ("Nora N.", "Europe/Vienna")


@pytest.mark.parametrize("wrong", [{"name": ""}, {"time_zone": "Mars/Olympus"}])
def test_the_profile_refuses_what_is_none(client, nora, wrong):
    client.force_login(nora)
    client.post(reverse("accounts:profile"), {"name": "Else", "time_zone": "UTC", **wrong})
    nora.refresh_from_db()
    assert nora.name == "Nora Nominator"
