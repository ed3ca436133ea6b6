import pytest

from judging.domain import recusals

from . import stories
from .stories import JUDGING, set_clock


@pytest.fixture(autouse=True)
def during_judging(the_clock_runs_again):
    """The clock stands in the judging window of the factories' cycle."""
    set_clock(JUDGING)


@pytest.fixture
def assignment(category, judge):
    return stories.assigned(judge, stories.entry(category, "Erica Example"))


@pytest.fixture
def scorecard(assignment, judge):
    return recusals.state_no_conflict(assignment, by=judge)


@pytest.fixture
def as_judge(client, judge):
    client.force_login(judge)
    return client
