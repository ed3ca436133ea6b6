"""The page of all results counts who is placed and of whom it is not settled, without everybody's standing."""

import pytest

from judging.domain import measuring
from judging.domain.standings import standings
from programs.models import Cycle

from ..measurement import given

pytestmark = pytest.mark.django_db

FCR = {"metric": "fcr", "surveys": "live"}
SAMPLE = ("minimum_sample", {"metric": "fcr", "surveys": "live", "minimum": 400})
#: Live surveys that said yes, all of them, and employees who answered; nobody told how many CSRs there are.
COUNTED = [("Best", 360, 400, 100), ("Equal", 450, 500, 60), ("Low", 200, 400, 100), ("Short", 30, 30, 60)]
EX = {"metric": "ex", "surveys": "online"}
BOTH = {**FCR, "second_metric": "ex", "second_surveys": "online"}
BAR_80 = {**FCR, "bar": 80, "scopes": ["site", "all_sites"]}
ENOUGH = ("employee_sample", {"metric": "ex", "minimum": 100, "share": 90, "below": 100})
SEEN_FROM_ABOVE = {
    "highest": (FCR, (SAMPLE,), {}),
    "by sample": (FCR, (SAMPLE,), {"tie_policy": "break_by_sample"}),
    "ranks": ({**BOTH, "combine": "rank_sum"}, (SAMPLE,), {"tie_policy": "decide"}),
    "everyone": (BAR_80, (SAMPLE,), {"method": "threshold", "subject": "site"}),
    "one each": ({**BAR_80, "trophy_per_scope": False}, (), {"method": "threshold", "subject": "site"}),
    "not known": (EX, (ENOUGH,), {}),
    "on request": ({**FCR, "entry_mode": "opt_in"}, (), {}),
}


@pytest.mark.parametrize("seen", SEEN_FROM_ABOVE)
def test_from_above_an_award_is_what_its_standings_say(seen):
    cycle = given.cycle()
    measure, rules, fields = SEEN_FROM_ABOVE[seen]
    award = given.award(cycle, measure, *rules, **fields)
    for name, top, n, employees in COUNTED:
        organisation = given.organisation(cycle, name)
        given.surveys(cycle, organisation, "fcr", top, n)
        given.surveys(cycle, organisation, "ex", employees, employees)
    sites = given.organisation(cycle, "Sites")
    for site in ("Austin", "Boston"):
        given.surveys(cycle, sites, "fcr", 450, 500, site=site)
    rows = standings(award)

    above = measuring.fields_of(Cycle.objects.select_related("program").get(pk=cycle.pk))[award]

    assert above.all == len(rows)
    assert above.in_doubt == sum(row.measured.is_in_doubt for row in rows)
    assert [(row.name, row.place, row.value, row.count, row.is_tied, row.needs) for row in above.placed] == [
        (row.name, row.place, row.value, row.count, row.is_tied, row.needs) for row in rows if row.place is not None
    ]
    assert bool(above.placed) is (seen != "on request")
    assert bool(above.in_doubt) is (seen == "not known")
