from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from judging.enums import DecisionState
from judging.models import AttemptDecision, DecisionPlacing
from nominations.models import Candidate, Nomination
from nominations.models.candidate import name_open
from operations.codes import grouped, new_code
from programs.enums import Subject
from programs.models import Category, Placing

#: Measured awards and certifications of organisations and their sites: nobody put them forward.
WON_BY_ORGANISATION = Q(
    nomination=None,
    certified_by=None,
    candidate__subject__in=[Subject.ORGANISATION, Subject.CONTACT_CENTER, Subject.SITE],
)


class HonourQuerySet(models.QuerySet):
    def announced(self, at: datetime) -> HonourQuerySet:
        """Honours whose announcement moment has come. Every public page starts here.

        A decision that is reopened before its moment announces nothing until it is sealed again; what
        was public already stays public meanwhile. One that was decided anew waits until the honour says
        the same as the seal.
        """
        sealed = Q(decided__decision__state=DecisionState.SEALED, decided__placing=F("placing"))
        out = Q(published_at__lte=at, is_held=False) | Q(revealed_at__lte=at)
        return self.filter(out).filter(Q(announced_at__isnull=False) | sealed)

    def listed(self) -> HonourQuerySet:
        """Honours that stand in public lists: people who are certified stand there only where they agree."""
        return self.filter(Q(certified_by=None) | Q(certified_by__attempt__enrolment__register_consent=True))

    def named(self) -> HonourQuerySet:
        """Honours whose name may be published."""
        return self.exclude(name_open("candidate__"))

    def unnamed(self) -> HonourQuerySet:
        """Honours of measured people whose name nobody has confirmed yet."""
        return self.filter(name_open("candidate__"))

    def certified(self) -> HonourQuerySet:
        return self.exclude(certified_by=None)

    def current(self, at: datetime) -> HonourQuerySet:
        """Honours that have not expired."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=at))

    def standing(self) -> HonourQuerySet:
        """Honours that were not revoked."""
        return self.filter(revoked_at=None)

    def of(self, user) -> HonourQuerySet:
        """Honours this person won or put forward, announced or not: chain with `announced`.

        What an organisation won by itself, without a nomination, is its members'.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(candidate__user=user)
            | (WON_BY_ORGANISATION & Q(candidate__organisation__memberships__user=user))
            | Q(candidate__email__iexact=user.email)
            | Q(candidate__agent__email__iexact=user.email, candidate__agent__confirmed_at__isnull=False)
            | Q(nomination__nominator=user)
        ).distinct()


class Honour(models.Model):
    """One recipient's placing, once decided: it carries certificate, plaque and verification code.

    `published_at` and `is_held` are copied from the announcement that governs it, so that "may this be
    seen" is one condition in every query. The code stays the same when a name is corrected.
    One that an assessment brought (`certified_by`) is public from the start, to whoever has its code; it is listed
    only where the candidate agrees. Met once more, it is the same honour in a new version, valid from the new day on,
    and `valid_until` where the designation expires. `announced_at` is when it first went public; a revoked honour that never did
    answers as unknown.

    A placing of a later wave is shown as another one first: from `published_at` on everybody sees `appears_as`,
    and only from `revealed_at` on (empty: not yet known when) the placing itself. `domain.waves` answers with
    the honour as it is seen; nothing outside `/manage/` reads `placing` without it. The same holds for
    `name_as_printed`: the name of a measured person is published only once it is confirmed.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    decided = models.OneToOneField(DecisionPlacing, null=True, on_delete=models.SET_NULL, related_name="honour")
    certified_by = models.OneToOneField(
        AttemptDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="honour"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="honours")
    placing = models.ForeignKey(Placing, on_delete=models.PROTECT, related_name="honours")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="honours")
    nomination = models.ForeignKey(Nomination, null=True, blank=True, on_delete=models.SET_NULL, related_name="honours")
    name_as_printed = models.CharField(max_length=200)
    organisation_as_printed = models.CharField(_("organization as printed"), max_length=200, blank=True)
    citation = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    is_held = models.BooleanField(default=False)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    valid_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Last instant of a designation that expires; empty: it does not")
    )
    appears_as = models.ForeignKey(
        Placing, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    revealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = _("honor")
        verbose_name_plural = _("honors")
        ordering = ["category__position", "placing__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "candidate"],
                condition=models.Q(revoked_at=None),
                name="one_honour_per_candidate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_as_printed}"

    def get_absolute_url(self) -> str:
        cycle = self.category.cycle
        return reverse("recognition:winner", args=[cycle.program.slug, cycle.slug, self.code])

    @property
    def key(self) -> str:
        """How the audit trail names this honour."""
        return f"honour:{self.code}"

    def is_veiled(self, at: datetime) -> bool:
        """Whether it is still shown as the other placing."""
        return self.appears_as_id is not None and (self.revealed_at is None or self.revealed_at > at)

    @property
    def is_named(self) -> bool:
        """Whether the name may be published. Select `candidate__agent` with many of them."""
        return self.candidate.name_confirmed

    def is_expired(self, at: datetime) -> bool:
        return self.valid_until is not None and self.valid_until < at

    @property
    def printed_code(self) -> str:
        return grouped(self.code)

    @property
    def verify_url(self) -> str:
        """The address in every QR code: it holds the code, never a file, so a corrected name keeps it alive."""
        return f"{settings.SITE_URL}/v/{self.code}"


class Correction(models.Model):
    """A printed name was put right: what it was, what it is since, who asked and why."""

    honour = models.ForeignKey(Honour, on_delete=models.CASCADE, related_name="corrections", verbose_name=_("honor"))
    version = models.PositiveIntegerField(help_text="the version this correction made")
    name_before = models.CharField(max_length=200)
    organisation_before = models.CharField(_("organization before"), max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["honour", "version"], name="one_correction_per_version")]

    def __str__(self) -> str:
        return f"{self.honour_id} v{self.version}"


class Disclosure(models.Model):
    """Somebody was told before the moment, under embargo: an engraver, or the winner who must travel."""

    honour = models.ForeignKey(Honour, on_delete=models.CASCADE, related_name="disclosures", verbose_name=_("honor"))
    to = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.honour_id} told to {self.to}"
