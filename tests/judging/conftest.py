import pytest

from .stories import JUDGING, set_clock


@pytest.fixture(autouse=True)
def during_judging(the_clock_runs_again):
    """The clock stands in the judging window of the factories' cycle."""
    set_clock(JUDGING)
