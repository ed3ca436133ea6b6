from django.conf import settings
from django.db import models
from django.utils import timezone

from programs.models import Category, Program, Terms


class Panel(models.Model):
    """Who judges a category. One panel a category; its members are assigned nominations one by one."""

    category = models.OneToOneField(Category, on_delete=models.CASCADE, related_name="panel")
    instructions = models.TextField(blank=True)
    seed = models.PositiveBigIntegerField(null=True, blank=True, help_text="of the latest automatic assignment")
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="PanelMember", related_name="panels")

    def __str__(self) -> str:
        return f"Panel of {self.category}"


class PanelMember(models.Model):
    """A judge of a panel. Leaving keeps the row, so submitted scorecards keep their author."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="panel_members")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="panel_memberships")
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "judge"], name="one_seat_per_judge")]

    def __str__(self) -> str:
        return f"{self.judge} on {self.panel}"


class JudgeInvitation(models.Model):
    """An invitation to judge some categories of a program, by e-mail and secret token."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="judge_invitations")
    categories = models.ManyToManyField(Category, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    token = models.CharField(max_length=40, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "email"], name="one_judge_invitation_per_address")]

    def __str__(self) -> str:
        return self.email


class TermsAcceptance(models.Model):
    """A person accepted one version of the terms; a judge opens nothing before (the newest version counts)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="terms_accepted")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "terms"], name="accepted_once")]

    def __str__(self) -> str:
        return f"{self.user} accepted {self.terms}"
