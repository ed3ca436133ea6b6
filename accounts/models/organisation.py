from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import MemberRole


class Organisation(models.Model):
    """A company or public body that enters awards. Caps and bars count it, not its parent (X03)."""

    name = models.CharField(_("name"), max_length=200)
    normalised_name = models.CharField(_("normalized name"), max_length=200, db_index=True, editable=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    domains = models.JSONField(default=list, blank=True, help_text=_("E-mail domains, e.g. example.com"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="organisations")

    class Meta:
        ordering = ["name"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        from ..domain.names import normalised

        self.normalised_name = normalised(self.name)
        super().save(*args, **kwargs)

    @property
    def key(self) -> str:
        return f"organisation:{self.pk}"


class Membership(models.Model):
    """A person works for an organisation; an owner may invite others."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organization")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.user} at {self.organisation}"
