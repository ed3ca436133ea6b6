from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import checks
from ..enums import Role, TermsKind


class ProgramQuerySet(models.QuerySet):
    def administered_by(self, user) -> ProgramQuerySet:
        """Programs that this person administers; the site's own staff administer all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(roles__user=user, roles__role=Role.ADMINISTRATOR).distinct()


class Program(models.Model):
    """A family of awards with one organiser, one time zone and one look."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    organiser = models.CharField(_("organizer"), max_length=200)
    tagline = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True, help_text=_("Markdown"))
    contact_email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    time_zone = models.CharField(max_length=64, default="America/New_York", validators=[checks.time_zone])
    deadline_time = models.TimeField(
        default=time(23, 59, 59), help_text=_("X04: a day named as a deadline counts up to this time, included")
    )
    holiday_calendar = models.CharField(
        max_length=12,
        default="US",
        validators=[checks.holiday_calendar],
        help_text=_("C03: whose holidays are no business days: a country (US) or a part of one (CA-BC)"),
    )
    logo = models.CharField(max_length=200, blank=True, help_text=_("Path below static/, an SVG or PNG"))
    colour = models.CharField(
        _("color"), max_length=7, default="#1d3a6e", validators=[checks.colour], help_text=_("Main color, #rrggbb")
    )
    accent = models.CharField(
        max_length=7, default="#b98f3a", validators=[checks.colour], help_text=_("Second color, #rrggbb")
    )
    organisation_scope = models.CharField(
        _("organization scope"),
        max_length=10,
        choices=[("record", _("Each organization by itself")), ("parent", _("Subsidiaries count with their parent"))],
        default="record",
        help_text=_("X03: what caps and bars count as one organization"),
    )
    signatories = models.JSONField(
        default=list, blank=True, help_text=_("Who signs certificates, at most two: [{name, title}]")
    )
    certificates_are_public = models.BooleanField(
        default=False, help_text=_("Anybody may download a certificate once it is announced")
    )
    require_second_factor = models.BooleanField(
        default=False, help_text=_("Administrators of this program need a second factor")
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class ProgramRole(models.Model):
    """What a person is in a program: administrator, judge or final decider. A nominator is everyone."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="program_roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "user", "role"], name="one_role_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} of {self.program}"


class Terms(models.Model):
    """One version of a program's terms. A published version is never edited; a new one is added."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=20, choices=TermsKind.choices)
    version = models.PositiveIntegerField()
    text = models.TextField(help_text=_("Markdown"))
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["program", "kind", "version"], name="one_text_per_version")]

    def __str__(self) -> str:
        return f"{self.program} {self.kind} v{self.version}"
