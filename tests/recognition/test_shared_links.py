"""What a shared link shows: the program's picture, the same before and after an announcement."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image

from recognition.documents import card
from tests import factories


def picture_of(client, address) -> str:
    body = client.get(address).content.decode()
    (found,) = re.findall(r'<meta property="og:image" content="http://testserver([^"]+)">', body)
    return found


@pytest.mark.django_db
def test_the_public_pages_name_one_picture_as_a_file(client):
    category = factories.category()
    cycle, program = category.cycle, category.cycle.program
    pages = [
        reverse("programs:program", args=[program.slug]),
        reverse("programs:cycle", args=[program.slug, cycle.slug]),
        reverse("programs:category", args=[program.slug, cycle.slug, category.slug]),
        reverse("recognition:winners", args=[program.slug, cycle.slug]),
    ]
    assert {picture_of(client, page) for page in pages} == {f"/programs/{program.slug}/card.png"}

    answer = client.get(f"/programs/{program.slug}/card.png")
    image = Image.open(io.BytesIO(answer.content))
    assert (answer["Content-Type"], image.format, image.size) == ("image/png", "PNG", (1200, 630))
    assert len(answer.content) < 150_000
    again = client.get(f"/programs/{program.slug}/card.png", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.django_db
def test_a_program_that_is_not_public_has_no_picture(client):
    program = factories.cycle(is_public=False).program
    assert client.get(f"/programs/{program.slug}/card.png").status_code == 404


@pytest.mark.parametrize("name", ["ICMI Awards", "The " + "Very Long and Distinguished " * 6 + "Awards", "W" * 90, ""])
def test_any_name_fits(name):
    program = factories.Program(name=name, organiser="ICMI", colour="#12355b", accent="#b98f3a")
    image = Image.open(io.BytesIO(card.png(program))).convert("RGB")
    assert image.size == (1200, 630)
    if name == "ICMI Awards":
        again = card.png(factories.Program(name=name, organiser="ICMI", colour="#12355b", accent="#b98f3a"))
        assert again == card.png(program)
