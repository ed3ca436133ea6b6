"""The choices an award is described by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """Who or what stands in a category and wins it."""

    PERSON = "person", _("A person")
    CONTACT_CENTER = "contact_center", _("A contact center")
    SITE = "site", _("A site, or all sites")
    TEAM = "team", _("A team")
    ORGANISATION = "organisation", _("An organisation")
    SOLUTION = "solution", _("A solution of a provider")


class SelectionMethod(models.TextChoices):
    PANEL = "panel", _("Judged by a panel")
    RANKING = "ranking", _("Highest measured result")
    THRESHOLD = "threshold", _("Everyone who reaches the bar")
    APPOINTMENT = "appointment", _("Chosen by a named role")
    ASSESSMENT = "assessment", _("Assessed: met or not met")


class PlacingKind(models.TextChoices):
    WINNER = "winner", _("Winner")
    RUNNER_UP = "runner_up", _("Runner-up")
    FINALIST = "finalist", _("Finalist")
    CERTIFIED = "certified", _("Certified")


class TiePolicy(models.TextChoices):
    """X01: what equal results mean."""

    SHARE = "share", _("Equal results share the placing")
    DECIDE = "decide", _("A person decides")
    BREAK_BY_SAMPLE = "break_by_sample", _("The larger sample goes first")


class QuestionKind(models.TextChoices):
    TEXT = "text", _("One line of text")
    NARRATIVE = "narrative", _("Long text with a word limit")
    NUMBER = "number", _("A whole number")
    DATE = "date", _("A date")
    CHOICE = "choice", _("One of several")
    YES_NO = "yes_no", _("Yes or no")
    STATEMENT = "statement", _("A statement to tick")
    EMAIL = "email", _("An e-mail address")
    VIDEO_LINK = "video_link", _("A link to a video")
    ATTACHMENTS = "attachments", _("Files")


class Section(models.TextChoices):
    """Where a question stands in the form, in this order."""

    ELIGIBILITY = "eligibility", _("Can it be entered?")
    ENTRANT = "entrant", _("Who is entered")
    STORY = "story", _("The story")
    SUPPORT = "support", _("Supporting material")
    STATEMENTS = "statements", _("Statements")


class Visibility(models.TextChoices):
    """Who may read an answer besides the nominator and the administrators."""

    JUDGES = "judges", _("Judges")
    IDENTITY = "identity", _("Judges, unless judging is blind")
    ADMINISTRATORS = "administrators", _("Administrators only")


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    JUDGE = "judge", _("Judge")
    DECIDER = "decider", _("Final decider")


class TermsKind(models.TextChoices):
    ENTRY = "entry", _("Terms of entry")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality terms for judges")
