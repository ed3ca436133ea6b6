"""Answers that are tables: errors by row and column, nothing typed is lost, read and saved cell by cell."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from nominations.domain import tables, values
from programs.models import Question

TABLE = {
    "columns": [
        {"slug": "measure", "label": "Measure", "required": True},
        {"slug": "rate", "label": "Current rate", "kind": "percent"},
        {"slug": "since", "label": "Since", "kind": "date"},
        {"slug": "trend", "label": "Trend", "kind": "choice", "choices": ["up", "down"]},
    ],
    "min_rows": 1,
    "max_rows": 3,
    "confidential": True,
}


def question(**fields) -> Question:
    return Question(slug="measures", kind="table", label="Measures", table={**TABLE, **fields})


def row(measure="", rate="", since="", trend="", confidential=False) -> dict:
    cells = {"measure": measure, "rate": rate, "since": since, "trend": trend}
    return {"cells": cells, "confidential": confidential}


def test_what_was_typed_becomes_rows_and_blank_ones_at_the_end_go():
    sent = {
        "q-measures.0.measure": " FCR ", "q-measures.0.rate": "82.5 %", "q-measures.0.confidential": "yes",
        "q-measures.1.measure": "Csat", "q-measures.1.rate": "1,004", "q-measures.2.measure": "",
    }  # fmt: skip
    stored = values.clean(question(), tables.typed(question(), sent))

    assert stored == [row("FCR", "82.5", confidential=True), row("Csat", "1004")]
    assert values.grid(question(), stored) == [
        ["Measure", "Current rate", "Since", "Trend", "Confidential"],
        ["FCR", "82.5%", "", "", "Confidential"],
        ["Csat", "1004%", "", "", ""],
    ]


def test_what_was_written_before_a_column_became_one_of_days_is_still_read():
    stored = [row("FCR", since="Fall 2017"), row("Csat", since="2017-03-01")]
    assert [line[2] for line in values.grid(question(), stored)] == ["Since", "Fall 2017", "Mar 1, 2017"]


def test_a_cell_is_one_line_however_it_was_pasted():
    assert values.clean(question(), [row("First-contact\r\n resolution\nrate")]) == [
        row("First-contact resolution rate")
    ]


def test_a_date_is_read_as_everywhere_and_kept_as_it_was_typed():
    stored = values.clean(question(), [row("FCR", since="2026-03-01")])
    assert stored[0]["cells"]["since"] == "2026-03-01"
    assert values.grid(question(), stored)[1] == ["FCR", "", "Mar 1, 2026", "", ""]


def test_errors_name_row_and_column():
    with pytest.raises(values.InvalidAnswer) as wrong:
        values.clean(question(), [row("FCR", "80"), row("Csat", "abc", "yesterday", "sideways")])
    assert str(wrong.value) == (
        "Row 2, “Current rate”: “abc” is no number. Write digits, e.g. 82.5. "
        "Row 2, “Since”: “yesterday” is no date. Write year-month-day, e.g. 2026-03-31. "
        "Row 2, “Trend”: “sideways” is none of the answers offered."
    )


def test_named_rows_keep_their_places_and_are_named_in_errors():
    named = question(rows=["Calls", "Chats"])
    assert values.clean(named, [row(), row("Wait")]) == [row(), row("Wait")]
    with pytest.raises(values.InvalidAnswer, match="Row “Chats”, “Current rate”: “x” is no number"):
        values.clean(named, [row(), row("Wait", "x")])


def test_what_is_empty_or_too_much_is_told():
    assert values.clean(question(), [row(), row()]) is None
    assert values.problems(question(), [row("FCR"), row("", "5")]) == ["“Measures”: Row 2, “Measure” is empty."]
    assert values.problems(question(), [row("", "5"), row("FCR")]) == ["“Measures”: Row 1, “Measure” is empty."]
    assert tables.left(question(), [row("FCR"), row("", "5")]) == 1
    assert values.problems(question(min_rows=2), [row("FCR")]) == ["“Measures” needs at least 2 rows; 1 filled in."]
    assert values.problems(question(), [row("FCR")]) == []
    assert len(values.clean(question(), [row("a"), row("b"), row("c")])) == 3
    with pytest.raises(values.InvalidAnswer, match="at most 3 rows"):
        values.clean(question(), [row("a"), row("b"), row("c"), row("d")])


@pytest.mark.parametrize("nonsense", ["text", [1, 2], {"a": 1}, [{"cells": 5}], [{"cells": {"measure": {"deep": 1}}}]])
def test_nonsense_is_refused_or_harmless(nonsense):
    try:
        values.clean(question(), nonsense)
    except values.InvalidAnswer as wrong:
        assert str(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": []},
        {"columns": [{"slug": "a"}]},
        {"columns": [{"slug": "a", "label": "A", "kind": "colour"}]},
        {"columns": [{"slug": "a", "label": "A", "kind": "choice"}]},
        {"columns": [{"slug": "a", "label": "A"}, {"slug": "a", "label": "B"}]},
        {"columns": [{"slug": "a", "label": "A"}], "max_rows": 101},
        {"colums": []},
    ],
)
def test_a_table_is_described_completely(wrong):
    from programs.checks import table

    with pytest.raises(ValidationError):
        table(wrong)


# In the entry form


@pytest.fixture
def measures(draft):
    return Question.objects.create(
        category=draft.category, slug="measures", section="support", kind="table", label="Measures", table=TABLE,
        required=False, position=60,
    )  # fmt: skip


def post(client, draft, nominator, **cells):
    client.force_login(nominator)
    sent = {f"q-measures.{name.replace('__', '.')}": value for name, value in cells.items()}
    return client.post(f"/nominations/{draft.code}/edit/", {"v-measures": "0", **sent})


def test_a_table_is_saved_and_drawn_with_blank_rows_to_go_on(client, draft, measures, nominator):
    post(client, draft, nominator, r0="", **{"0__measure": "FCR", "0__rate": "82.5"})

    assert draft.answers.get(question=measures).value == [row("FCR", "82.5")]
    page = client.get(f"/nominations/{draft.code}/edit/").content.decode()
    assert re.search(r'name="q-measures\.0\.measure"[^>]*>\nFCR</textarea>', page)
    assert re.search(r'name="q-measures\.2\.measure"[^>]*>\n</textarea>', page)
    assert 'aria-label="Row 1, Current rate"' in page


def test_text_in_a_number_column_is_kept_on_the_page_and_not_saved(client, draft, measures, nominator):
    answer = post(client, draft, nominator, **{"0__measure": "FCR", "1__measure": "Csat", "1__rate": "abc"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Row 2, “Current rate”: “abc” is no number. Write digits, e.g. 82.5." in page
    assert 'name="q-measures.1.rate" value="abc"' in page
    assert not draft.answers.filter(question=measures).exists()


def test_autosave_takes_a_table(client, draft, measures, nominator):
    client.force_login(nominator)
    url = f"/nominations/{draft.code}/answers/measures/"
    saved = client.post(url, {"q-measures.0.measure": "FCR", "v-measures": "0"}, headers={"HX-Request": "true"})
    refused = client.post(url, {"q-measures.0.rate": "abc", "v-measures": "1"}, headers={"HX-Request": "true"})

    assert (saved.status_code, refused.status_code) == (200, 422)
    assert "Row 1, “Current rate”" in refused.content.decode()
    assert draft.answers.get(question=measures).value == [row("FCR")]
