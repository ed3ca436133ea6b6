from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from operations.codes import new_code
from programs.models import Category, Cycle

from ..enums import CapPlace, Eligibility, NominationState, Relation
from .candidate import Candidate


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user) -> NominationQuerySet:
        """What a nominator may open: own nominations and those one was asked to help with."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(nominator=user) | Q(collaborators__user=user)).distinct()

    def managed_by(self, user) -> NominationQuerySet:
        """What an administrator may open: every nomination of the programs that this person runs."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        from programs.models import Program

        return self.filter(cycle__program__in=Program.objects.administered_by(user))

    def submitted(self) -> NominationQuerySet:
        return self.filter(state=NominationState.SUBMITTED)

    def to_be_judged(self) -> NominationQuerySet:
        """Submitted, eligible and within the caps."""
        return self.submitted().filter(eligibility=Eligibility.ELIGIBLE, cap_place__in=[CapPlace.NONE, CapPlace.JUDGED])


class Nomination(models.Model):
    """One candidate put forward in one category by a nominator.

    What was typed stands in `Answer` rows, one per question. `state` changes only through
    `nominations.domain.states`, `eligibility` through `nominations.domain.eligibility`, `cap_place`
    through `nominations.domain.caps`. `organisation` is the one that caps and bars charge (I05).
    `first_submitted_at` and `receipt_number` are the place in the order and never change (I03).
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="nominations")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="nominations")
    nominator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="nominations")
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="nominations",
        verbose_name=_("organization"),
    )
    relation = models.CharField(max_length=20, choices=Relation.choices, blank=True)
    candidate = models.ForeignKey(
        Candidate, null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )
    title = models.CharField(max_length=300, blank=True, help_text=_("Who or what is entered, for lists"))
    state = models.CharField(max_length=12, choices=NominationState.choices, default=NominationState.DRAFT)
    eligibility = models.CharField(max_length=12, choices=Eligibility.choices, default=Eligibility.NOT_CHECKED)
    cap_place = models.CharField(max_length=8, choices=CapPlace.choices, default=CapPlace.NONE, blank=True)
    cap_reason = models.CharField(max_length=300, blank=True)
    receipt_number = models.PositiveIntegerField(null=True, blank=True)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, help_text=_("Latest submission"))
    pages = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text=_("Of the application as it is printed, where they count")
    )
    signed_stories = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text=_("Written by others through private links")
    )
    pages_of = models.CharField(max_length=64, blank=True, editable=False, help_text=_("What was counted"))
    extended_to = models.DateTimeField(null=True, blank=True, help_text=_("An own deadline, given with a reason"))
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "receipt_number"], name="one_receipt_number"),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(first_submitted_at__isnull=False), name="submitted_has_an_instant"
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "state", "-submitted_at"], name="nomination_list"),
            models.Index(fields=["cycle", "first_submitted_at", "receipt_number"], name="nomination_order"),
            models.Index(fields=["category", "state"], name="nomination_category"),
            models.Index(fields=["organisation", "cycle", "first_submitted_at"], name="nomination_caps"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("nominations:detail", args=[self.code])

    @property
    def key(self) -> str:
        return f"nomination:{self.code}"
