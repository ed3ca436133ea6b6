"""Each metric on rows counted by hand: what counts, what is a hit, and both sides of each filter."""

from collections import defaultdict
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measurement.domain import metrics, rollups
from measurement.domain.rollups import COUNTS, HITS
from measurement.enums import FileKind
from measurement.surveys.formats import columns_of
from measurement.surveys.values import dtype_of

CALL = {"channel": "call_center"}
CUSTOMER = {
    "row": 2, "survey_id": "1", "organization": 1, "site": "Austin", "csr_id": "7", "supervisor_id": "70",
    "survey_date": date(2017, 3, 1), "method": "live", "channel": "call_center",
}  # fmt: skip
EMPLOYEE = {
    "row": 2, "response_id": "1", "organization": 1, "role": "csr", "survey_date": date(2017, 3, 1), "method": "online",
}  # fmt: skip
CUSTOMERS, EMPLOYEES = metrics.POPULATIONS


def frame(population: metrics.Population, rows: list[dict]) -> pl.LazyFrame:
    schema = {"row": pl.UInt32, **{one.name: dtype_of(one) for one in columns_of(population.kind)}}
    return pl.DataFrame(rows, schema=schema).lazy()


def rolled_up(population: metrics.Population, rows: list[dict], years=(2017,), teams=None) -> pl.DataFrame:
    return rollups.rolled_up(frame(population, rows), population, years, teams)


def counted(metric: str, *changes: dict) -> tuple[int, int]:
    """Surveys that count and hits among them, of rows with these changes."""
    population, _counting = metrics.counting_of(metric)
    first = CUSTOMER if population.kind == FileKind.CUSTOMERS else EMPLOYEE
    found = rolled_up(population, [first | change for change in changes])
    found = found.filter((pl.col("metric") == metric) & (pl.col("level") == "site"))
    return int(found.select(COUNTS).sum().sum_horizontal().item()), int(
        found.select(HITS).sum().sum_horizontal().item()
    )


@pytest.mark.parametrize(
    ("metric", "hit", "miss", "outside"),
    [
        ("fcr", {"resolved_first_contact": True}, {"resolved_first_contact": False},
         [{}, {"resolved_first_contact": True, "channel": "ivr"}]),
        ("world_class", {"csr_satisfaction": 5, "call_resolved": True}, {"csr_satisfaction": 5, "call_resolved": False},
         [{"csr_satisfaction": 5, "call_resolved": True, "csr_id": None},
          {"csr_satisfaction": 5, "call_resolved": True, "channel": "chat"}]),
        ("world_class", {"csr_satisfaction": 5, "call_resolved": True}, {"csr_satisfaction": 4, "call_resolved": True}, []),
        ("world_class", {"csr_satisfaction": 5, "call_resolved": True}, {"call_resolved": True}, []),
        ("ivr", {"channel": "ivr", "overall_satisfaction": 5}, {"channel": "ivr", "overall_satisfaction": 4},
         [{"channel": "ivr"}, {"overall_satisfaction": 5}]),
        ("website", {"channel": "website", "overall_satisfaction": 5}, {"channel": "website", "overall_satisfaction": 1},
         [{"channel": "website"}, {"overall_satisfaction": 5}]),
        ("email", {"channel": "email", "overall_satisfaction": 5}, {"channel": "email", "overall_satisfaction": 3},
         [{"channel": "email"}, {"channel": "chat", "overall_satisfaction": 5}]),
        ("escalation", {"escalated": True, "overall_satisfaction": 5}, {"escalated": True, "overall_satisfaction": 4},
         [{"escalated": False, "overall_satisfaction": 5}, {"overall_satisfaction": 5}, {"escalated": True}]),
        ("omni_channel", {"channels_used": "call_center|website", "overall_satisfaction": 5},
         {"channels_used": "call_center|ivr|website", "overall_satisfaction": 4},
         [{"channels_used": "call_center", "overall_satisfaction": 5}, {"overall_satisfaction": 5},
          {"channels_used": "call_center|website"}]),
        ("ocr_call_center", {"one_contact": True}, {"one_contact": False},
         [{}, {"one_contact": True, "channel": "website"}]),
        ("ocr_website", {"one_contact": True, "channel": "website"}, {"one_contact": False, "channel": "website"},
         [{"channel": "website"}, {"one_contact": True}]),
        ("ocr", {"one_contact": True, "channel": "website"}, {"one_contact": False},
         [{}, {"one_contact": True, "channel": "email"}]),
        ("claim", {"interaction": "claim", "overall_satisfaction": 5}, {"interaction": "claim", "overall_satisfaction": 4},
         [{"interaction": "call", "overall_satisfaction": 5}, {"overall_satisfaction": 5}, {"interaction": "claim"}]),
        ("callers", {"overall_satisfaction": 5}, {"overall_satisfaction": 4},
         [{}, {"overall_satisfaction": 5, "channel": "website"}]),
        ("overall", {"overall_satisfaction": 5, "channel": "chat"}, {"overall_satisfaction": 2}, [{}]),
        ("ex", {"satisfaction": 5}, {"satisfaction": 4},
         [{}, {"satisfaction": 5, "role": "supervisor"}, {"satisfaction": 5, "role": "other"},
          {"satisfaction": 5, "method": "live"}]),
        ("ex_home", {"satisfaction": 5, "work_from_home": True}, {"satisfaction": 4, "work_from_home": True},
         [{"satisfaction": 5, "work_from_home": False}, {"satisfaction": 5}, {"work_from_home": True},
          {"satisfaction": 5, "work_from_home": True, "role": "supervisor"}]),
    ],
)  # fmt: skip
def test_what_counts_and_what_is_a_hit(metric, hit, miss, outside):
    assert counted(metric, hit) == (1, 1)
    assert counted(metric, miss) == (1, 0)
    for one in outside:
        assert counted(metric, one) == (0, 0), one
    assert counted(metric, hit, hit, miss, *outside) == (3, 2)


def test_only_telephone_surveys_count_for_customers_metrics():
    resolved = {"resolved_first_contact": True}
    assert counted("fcr", resolved | {"method": "automated"}) == (1, 1)
    assert counted("fcr", resolved | {"method": "online"}, resolved | {"method": "other"}) == (0, 0)


@pytest.mark.parametrize("flag", ["random_selection", "reflects_call_types"])
def test_rows_flagged_as_not_representative_never_count(flag):
    resolved = {"resolved_first_contact": True}
    assert counted("fcr", resolved | {flag: True}, resolved | {flag: None}, resolved | {flag: False}) == (2, 2)


def test_every_metric_is_counted_in_words():
    for population in metrics.POPULATIONS:
        for one in population.metrics:
            assert str(one.counts_in_words) and str(one.hits_in_words)
    assert {one.metric for group in metrics.POPULATIONS for one in group.metrics} == set(metrics.Metric.values)


def test_persons_are_tallied_without_sites_and_supervisors_twice():
    world = {"csr_satisfaction": 5, "call_resolved": True}
    rows = [
        CUSTOMER | world,
        CUSTOMER | world | {"site": "Boston", "supervisor_id": "71", "survey_date": date(2017, 4, 1)},
        CUSTOMER | {"supervisor_id": None},
        CUSTOMER | world | {"csr_id": None},
        CUSTOMER | world | {"csr_id": "8", "method": "automated"},
    ]
    teams = pl.DataFrame(
        {"organization": [1], "csr_id": ["7"], "year": [2017], "supervisor": ["99"]},
        schema_overrides={"year": pl.Int32},
    )
    found = rolled_up(CUSTOMERS, rows, teams=teams).filter(pl.col("level") != "site")

    def totals(level: str) -> dict:
        of_level = found.filter(pl.col("level") == level)
        return {
            (row["site"], row["person"], row["method"]): (
                sum(row[one] for one in COUNTS),
                sum(row[one] for one in HITS),
            )
            for row in of_level.to_dicts()
        }

    assert set(found["metric"]) == {"world_class"}
    assert totals("csr") == {("", "7", "live"): (3, 2), ("", "8", "automated"): (1, 1)}
    assert totals("supervisor") == {
        ("", "70", "live"): (1, 1),
        ("", "71", "live"): (1, 1),
        ("", "70", "automated"): (1, 1),
    }
    assert totals("supervisor_year_end") == {("", "99", "live"): (3, 2)}


# --- The same counts in plain Python ---

customers = st.fixed_dictionaries(
    {
        "organization": st.sampled_from([1, 2]),
        "site": st.sampled_from([None, "Austin", "Boston"]),
        "csr_id": st.sampled_from([None, "7", "8"]),
        "supervisor_id": st.sampled_from([None, "70"]),
        "survey_date": st.dates(date(2016, 11, 1), date(2018, 2, 1)),
        "method": st.sampled_from(["live", "automated", "online", "other"]),
        "channel": st.sampled_from(["call_center", "ivr", "website", "email", "chat"]),
        "channels_used": st.sampled_from([None, "ivr", "ivr|website"]),
        "interaction": st.sampled_from([None, "call", "claim"]),
        **dict.fromkeys(
            (
                "escalated",
                "resolved_first_contact",
                "one_contact",
                "call_resolved",
                "random_selection",
                "reflects_call_types",
            ),
            st.sampled_from([None, True, False]),
        ),
        **dict.fromkeys(("csr_satisfaction", "overall_satisfaction"), st.sampled_from([None, 1, 4, 5])),
    }
)


def by_hand(row: dict) -> dict[str, bool]:
    """Each metric that the row counts for, and whether it is a hit."""
    if (
        row["method"] not in ("live", "automated")
        or row["random_selection"] is False
        or row["reflects_call_types"] is False
    ):
        return {}
    channel, overall, found = row["channel"], row["overall_satisfaction"], {}
    if channel == "call_center" and row["resolved_first_contact"] is not None:
        found["fcr"] = row["resolved_first_contact"]
    if channel == "call_center" and row["csr_id"]:
        found["world_class"] = row["csr_satisfaction"] == 5 and row["call_resolved"] is True
    if channel in ("call_center", "website") and row["one_contact"] is not None:
        found |= dict.fromkeys(("ocr", f"ocr_{channel}"), row["one_contact"])
    if overall is not None:
        asked = {
            "overall": True,
            "callers": channel == "call_center",
            "ivr": channel == "ivr",
            "website": channel == "website",
            "email": channel == "email",
            "escalation": row["escalated"] is True,
            "omni_channel": "|" in (row["channels_used"] or ""),
            "claim": row["interaction"] == "claim",
        }
        found |= {metric: overall == 5 for metric, counts in asked.items() if counts}
    return found


@given(st.lists(customers, max_size=25))
@settings(max_examples=60)
def test_the_roll_up_is_the_plain_count(rows):
    expected: dict = defaultdict(lambda: [[0] * 12, [0] * 12])
    for row in rows:
        day = row["survey_date"]
        for metric, hit in by_hand(row).items() if day.year in (2016, 2017) else ():
            subjects = [("site", row["site"] or "", "")]
            if metric == "world_class":
                subjects.append(("csr", "", row["csr_id"]))
                subjects += [("supervisor", "", row["supervisor_id"])] if row["supervisor_id"] else []
            for level, site, person in subjects:
                key = (day.year, metric, level, row["organization"], site, person, row["method"])
                expected[key][0][day.month - 1] += 1
                expected[key][1][day.month - 1] += hit

    found = rolled_up(CUSTOMERS, [{"row": n, "survey_id": str(n)} | row for n, row in enumerate(rows, 2)], [2016, 2017])

    assert {row[:7]: [list(row[7:19]), list(row[19:])] for row in found.rows()} == dict(expected)
