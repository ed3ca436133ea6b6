"""Stories told by private link, and the pages around them, in one line each."""

from django.urls import reverse

from nominations.domain import stories
from nominations.models import Story

TEXT = "She sat with me for an hour and we went through calls."


def address(name, nomination, *more):
    return reverse(f"nominations:{name}", args=[nomination.code, *more])


def told(nomination, text=TEXT, name="Cy Agent") -> Story:
    link, _address = stories.invite(nomination, name=name, email="", by=nomination.nominator)
    stories.save(link, text, base_version=0)
    return stories.sign(link, name=name)


def body(response) -> str:
    return response.content.decode()
