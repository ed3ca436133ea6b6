"""Raw data of judging is read under /admin/, never changed there."""

import pytest
from django.contrib import admin
from django.urls import reverse

from judging import models
from tests import factories

from . import stories

MODELS = [
    models.Assignment, models.Decision, models.JudgeInvitation, models.Panel, models.Proposal,
    models.Recusal, models.Scorecard, models.TermsAcceptance,
]  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_nothing_can_be_changed(rf, model):
    request = rf.get("/")
    shown = admin.site._registry[model]

    assert not shown.has_add_permission(request)
    assert not shown.has_change_permission(request)
    assert not shown.has_delete_permission(request)


def test_lists_and_scorecards_open_for_staff(client, category, judge):
    scorecard = stories.judged(judge, stories.entry(category), 7, 8, 9)
    client.force_login(factories.user("Sue Staff", is_staff=True, is_superuser=True))

    for model in MODELS:
        assert client.get(reverse(f"admin:judging_{model._meta.model_name}_changelist")).status_code == 200
    assert client.get(reverse("admin:judging_scorecard_change", args=[scorecard.pk])).status_code == 200
