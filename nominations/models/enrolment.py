from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from operations.codes import new_code
from programs import checks
from programs.models import Category, Program

from ..enums import EnrolmentSource
from .nomination import Nomination


class EnrolmentQuerySet(models.QuerySet):
    def of(self, user) -> EnrolmentQuerySet:
        """A candidate sees the own enrolments and nobody else's."""
        return self.filter(candidate=user) if user.is_authenticated else self.none()

    def managed_by(self, user) -> EnrolmentQuerySet:
        """Enrolments in the programs that this person runs."""
        return self.filter(program__in=Program.objects.administered_by(user))


class Enrolment(models.Model):
    """A candidate who seeks a designation: whose clock it is, in which zone and by which holidays it runs.

    What the candidate writes stands in the `nomination`; each time it is handed in is an `Attempt`.
    `instructions_at` is when the instructions were, or will be, made available (C02). `closed_at` is set when
    nothing more can follow: met, withdrawn, or no attempt left. Changed through `nominations.domain.enrolments`.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="enrolment")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="enrolments")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="enrolments")
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    employer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    manager_name = models.CharField(max_length=200, blank=True)
    manager_email = models.EmailField(blank=True)
    source = models.CharField(max_length=10, choices=EnrolmentSource.choices, default=EnrolmentSource.TYPED)
    order_number = models.CharField(max_length=60, blank=True)
    calendar = models.CharField(max_length=12, validators=[checks.holiday_calendar], help_text=_("Whose holidays"))
    zone = models.CharField(max_length=64, validators=[checks.time_zone], help_text=_("Where the candidate lives"))
    register_consent = models.BooleanField(default=False, help_text=_("May stand in the public register"))
    instructions_at = models.DateTimeField(null=True, blank=True)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    enrolled_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    feed_hash = models.CharField(
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("Part of the calendar feed's address; another one ends the old address"),
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["-enrolled_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "order_number"], condition=~Q(order_number=""), name="one_enrolment_per_order"
            ),
            models.UniqueConstraint(
                fields=["candidate", "category"], condition=Q(closed_at=None), name="one_enrolment_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.category}"

    @property
    def key(self) -> str:
        """How the audit trail names it."""
        return f"enrolment:{self.code}"

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class RequirementTick(models.Model):
    """A further condition of the designation that an administrator found fulfilled (C09)."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="ticks", verbose_name=_("enrollment")
    )
    requirement = models.SlugField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "requirement"], name="one_tick_per_requirement")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.requirement}"
