"""What is to be ordered: every recognition of every sealed honor, counted and named, for administrators alone."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from judging.enums import DecisionState
from judging.models import Decision, DecisionPlacing
from nominations.models import Candidate, Nomination
from operations.models import AuditEvent
from programs.models import Placing
from recognition.domain import honours, orders
from recognition.errors import RecognitionError
from recognition.models import Honour
from tests import factories
from tests.measurement.awards.given import load
from tests.nominations.given import queries

from .conftest import candidate, nominated, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db):
    return factories.user("Ada Administrator")


@pytest.fixture
def award(administrator):
    """CSR of the Year: winner, two with a larger plaque, twenty-two with a plaque."""
    made = load(6)[0]
    factories.role(administrator, made.cycle.program)
    return made


def decided(award, **placed: int):
    """So many sealed and made honours by placing."""
    rows = []
    for slug, number in placed.items():
        for n in range(1, number + 1):
            who = candidate(award, f"{slug} {n:02d}", organisation=factories.organisation())
            rows.append((slug.replace("_", "-"), nominated(award, who, factories.user()), ""))
    return honours.make(sealed(award, *rows))


def url(award, name, *more):
    return reverse(f"desk:{name}", args=[award.cycle.program.slug, award.cycle.slug, *more])


def slugs(award):
    return list(award.placings.values_list("slug", flat=True))


def test_csr_of_the_year_with_twenty_four_finalists(award):
    """1 winner, 2 larger plaques, 22 plaques: 25 medallions and pin tubes, 1 trophy, 1 sum of money."""
    winner, larger, finalist = slugs(award)
    decided(award, **{winner.replace("-", "_"): 1, larger.replace("-", "_"): 2, finalist.replace("-", "_"): 22})

    assert orders.totals(orders.pieces(award.cycle)) == [
        ("pin tube award", 25),
        ("world class CX medallion", 25),
        ("plaque award to display on their desk", 22),
        ("larger plaque award", 2),
        ("$1,000 cash (currency not set)", 1),
        ("trophy award to display on their desk", 1),
    ]


def test_lines_are_counted_by_award_and_placing_with_their_names(award):
    winner, larger, _finalist = slugs(award)
    decided(award, **{winner.replace("-", "_"): 1, larger.replace("-", "_"): 2})

    found = {
        (line.placing, line.words): [one.name for one in line.pieces]
        for line in orders.lines(orders.pieces(award.cycle))
    }

    two = Placing.objects.get(category=award, slug=larger).name
    assert found[two, "larger plaque award"] == [f"{larger.replace('-', '_')} 01", f"{larger.replace('-', '_')} 02"]
    assert sum(len(names) for names in found.values()) == 4 + 2 * 3


def test_nothing_is_ordered_for_what_is_not_sealed_or_was_revoked(award, administrator):
    winner, *_others = slugs(award)
    made = decided(award, **{winner.replace("-", "_"): 1})
    assert len(orders.pieces(award.cycle)) == 4

    Decision.objects.filter(category=award).update(state=DecisionState.DRAFT)
    assert orders.pieces(award.cycle) == []
    Decision.objects.filter(category=award).update(state=DecisionState.SEALED)
    honours.revoke(made[0], reason="A mistake", by=administrator)
    assert orders.pieces(award.cycle) == []


def test_the_currency_is_not_set_until_somebody_sets_it(client, award, administrator):
    winner, *_others = slugs(award)
    decided(award, **{winner.replace("-", "_"): 1})
    client.force_login(administrator)
    assert "currency not set" in client.get(url(award, "orders")).content.decode()

    client.post(url(award, "orders_currency"), {"currency": "cad"})
    body = client.get(url(award, "orders")).content.decode()
    assert "$1,000 cash (CAD)" in body and "currency not set" not in body
    cash = Placing.objects.get(category=award, slug=winner).recognitions[-1]
    assert cash == {"kind": "cash", "words": "$1,000 cash", "currency": "CAD"}
    assert AuditEvent.objects.get(action="currency of cash set").change == {"from": "", "to": "CAD", "placings": 1}

    client.post(url(award, "orders_currency"), {"currency": ""})
    assert "$1,000 cash (currency not set)" in client.get(url(award, "orders")).content.decode()


@pytest.mark.parametrize("wrong", ["dollars", "C$D", "ÄÖÜ", "US"])
def test_a_currency_has_three_letters(award, administrator, wrong):
    with pytest.raises(RecognitionError, match="three letters, for example USD or CAD"):
        orders.set_currency(award.cycle, wrong, by=administrator)


def test_pieces_and_counts_as_files_that_no_spreadsheet_runs(client, award, administrator):
    winner, *_others = slugs(award)
    made = decided(award, **{winner.replace("-", "_"): 1})
    Honour.objects.filter(pk=made[0].pk).update(name_as_printed="=1+1")
    client.force_login(administrator)

    text = client.get(url(award, "orders_export", "pieces", "csv")).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Name to engrave"] for row in rows] == ["'=1+1"] * 4
    assert [row["What"] for row in rows][-1] == "$1,000 cash (currency not set)"
    assert {row["Name confirmed"] for row in rows} == {"yes"}

    book = load_workbook(io.BytesIO(client.get(url(award, "orders_export", "counts", "xlsx")).content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert cells[0] == ["Award", "Placing", "Kind", "What", "Number", "Names"]
    assert [row[4] for row in cells[1:]] == [1, 1, 1, 1]
    assert book.active["F2"].data_type == "s"
    for wrong in (("pieces", "pdf"), ("names", "csv")):
        assert client.get(url(award, "orders_export", *wrong)).status_code == 404


def test_nobody_else_sees_it(client, award):
    winner, *_others = slugs(award)
    decided(award, **{winner.replace("-", "_"): 1})
    for who in (factories.user("Stranger"), Honour.objects.get().nomination.nominator):
        client.force_login(who)
        for page in (url(award, "orders"), url(award, "orders_export", "pieces", "csv"), url(award, "gala")):
            assert client.get(page).status_code == 404


def test_the_number_of_queries_does_not_grow(client, award, administrator):
    winner, larger, finalist = (slug.replace("-", "_") for slug in slugs(award))
    client.force_login(administrator)
    client.get(url(award, "orders"))  # what a first visit asks once
    counts = []
    for number in (1, 3, 22):
        DecisionPlacing.objects.all().delete()
        Honour.objects.all().delete()
        Nomination.objects.all().delete()
        Candidate.objects.all().delete()
        decided(award, **{finalist: number})
        counts.append(queries(lambda: client.get(url(award, "orders"))))
    assert counts == counts[:1] * 3
