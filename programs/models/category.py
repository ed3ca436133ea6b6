from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import checks
from ..enums import PlacingKind, SelectionMethod, Subject, TiePolicy
from .cycle import Cycle


def ten_steps() -> dict:
    return {"min": 1, "max": 10, "anchors": {}}


class Category(models.Model):
    """One award in a cycle: who may win it, how it is selected, what it asks and what it gives."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="categories")
    slug = models.SlugField(max_length=80)
    key = models.CharField(max_length=80, help_text=_("Official key that is the same in every cycle, e.g. icmi-agent"))
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list, blank=True, validators=[checks.texts])
    group = models.CharField(max_length=120, blank=True, help_text=_("Heading it stands under on the program's page"))
    family = models.CharField(max_length=80, blank=True, help_text=_("Categories that bars and caps may take as one"))
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True, help_text=_("Markdown, the organizer's words"))
    how_judged = models.TextField(blank=True, help_text=_("Markdown"))
    is_new = models.BooleanField(default=False)
    subject = models.CharField(max_length=20, choices=Subject.choices)
    method = models.CharField(max_length=20, choices=SelectionMethod.choices, default=SelectionMethod.PANEL)
    accepts_nominations = models.BooleanField(default=True)
    counts_for_caps = models.BooleanField(default=True)
    tie_policy = models.CharField(max_length=20, choices=TiePolicy.choices, default=TiePolicy.DECIDE)
    rate_rounding = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("X02: empty for exact"))
    measure = models.JSONField(
        default=dict, blank=True, validators=[checks.measure], help_text=_("What decides a measured award, see Measure")
    )
    minimum_entrants = models.PositiveSmallIntegerField(default=1)
    scale = models.JSONField(
        default=ten_steps, validators=[checks.scale], help_text=_("min, max, anchors {mark: words}")
    )
    panel_size = models.PositiveSmallIntegerField(default=3, help_text=_("Judges who read each nomination"))
    quorum = models.PositiveSmallIntegerField(default=2, help_text=_("Scorecards a standing needs"))
    quorum_binds = models.BooleanField(
        default=False, help_text=_("No result is fixed before every nomination has its quorum")
    )
    is_blind = models.BooleanField(default=False)
    assessment = models.JSONField(
        default=dict,
        blank=True,
        validators=[checks.assessment],
        help_text=_("C01–C11: clock, notice, resubmission, evaluators, requirements; empty: as usual"),
    )
    closes_at = models.DateTimeField(null=True, blank=True, help_text=_("Empty: the cycle's"))
    announce_at = models.DateTimeField(null=True, blank=True, help_text=_("Empty: the cycle's"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["cycle", "slug"], name="one_category_per_slug"),
            models.UniqueConstraint(fields=["cycle", "key"], name="one_category_per_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_instant(self) -> datetime:
        """The last instant that still counts, as it is shown; the cycle's grace comes on top."""
        return self.closes_at or self.cycle.closes_at

    @property
    def announced_from(self) -> datetime:
        return self.announce_at or self.cycle.announce_at


class Criterion(models.Model):
    """One line of a rubric. Weights are relative whole numbers; equal by default (I20)."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="criteria")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    description = models.TextField()
    weight = models.PositiveSmallIntegerField(default=1)
    anchors = models.JSONField(
        default=dict,
        blank=True,
        validators=[checks.words_by_mark],
        help_text=_("{mark: words}; empty: the category's"),
    )
    comment_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["category", "slug"], name="one_criterion_per_slug"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="weight_is_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Placing(models.Model):
    """What a category awards, how many of it, and the recognitions that go with it (I12, I23)."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="placings")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=PlacingKind.choices)
    name = models.CharField(max_length=120)
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Empty: everyone who reaches it"))
    recognitions = models.JSONField(
        default=list,
        blank=True,
        validators=[checks.recognitions],
        help_text=_("[{kind, words}], e.g. trophy, plaque, certificate"),
    )
    announce_at = models.DateTimeField(null=True, blank=True, help_text=_("Empty: the category's"))
    appears_as = models.SlugField(
        max_length=80,
        blank=True,
        help_text=_(
            "Slug of another placing: until its own moment this one is shown as that one, from that one's moment"
        ),
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["category", "slug"], name="one_placing_per_slug")]

    def __str__(self) -> str:
        return f"{self.category}: {self.name}"

    @property
    def announced_from(self) -> datetime:
        return self.announce_at or self.category.announced_from
