"""The demo: built once by the site's own verbs, and never on a production site. Its open stage: `test_open_demo.py`."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from judging.models import Decision
from operations import clock
from operations.models import AuditEvent
from programs.models import Cycle
from recognition.models import Honour


def seed(stage: str = "open") -> str:
    out = StringIO()
    call_command("seed_demo", stage=stage, stdout=out)
    return out.getvalue()


def test_the_announced_stage_ends_with_winners_of_this_year(db, settings):
    settings.DEBUG = True
    seed("announced")
    this_year = Cycle.objects.get(slug="2026")
    assert set(Decision.objects.filter(category__cycle=this_year).values_list("state", flat=True)) == {"sealed"}
    announced = Honour.objects.announced(clock.now()).filter(category__cycle=this_year)
    placings = Counter(announced.values_list("placing__kind", flat=True))
    assert placings == {"winner": 13, "runner_up": 3}
    assert not Cycle.objects.filter(slug="rehearsal").exists()
    assert not Cycle.objects.filter(program__slug="icmi-certification").exists()
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {action for action in actions if not action.replace(" ", "").isalpha()} == set(), "plain words, please"


def test_a_production_site_gets_no_demo(db, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="development sites only"):
        seed()
    assert not Cycle.objects.exists()
