"""The choices an award is described by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """Who or what stands in a category and wins it."""

    PERSON = "person", _("A person")
    CONTACT_CENTER = "contact_center", _("A contact center")
    SITE = "site", _("A site, or all sites")
    TEAM = "team", _("A team")
    ORGANISATION = "organisation", _("An organization")
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
    TABLE = "table", _("A table")


class Section(models.TextChoices):
    """Where a question stands in the form, in this order."""

    ELIGIBILITY = "eligibility", _("Can it be entered?")
    ENTRANT = "entrant", _("Who is entered")
    CENTER = "center", _("The contact center")
    ENVIRONMENT = "environment", _("Review of the environment")
    STRENGTHS = "strengths", _("Strengths and opportunities")
    PLAN = "plan", _("Performance Optimization Plan")
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


class Metric(models.TextChoices):
    """What surveys measure: each a numerator and a denominator, counted in `measurement.domain.metrics`."""

    FCR = "fcr", _("First call resolution")
    WORLD_CLASS = "world_class", _("Very satisfied with the CSR and call resolved")
    IVR = "ivr", _("IVR satisfaction (top box)")
    WEBSITE = "website", _("Website satisfaction (top box)")
    EMAIL = "email", _("Email satisfaction (top box)")
    ESCALATION = "escalation", _("Call escalation satisfaction (top box)")
    OMNI_CHANNEL = "omni_channel", _("Omni-channel satisfaction (top box)")
    OCR_CALL_CENTER = "ocr_call_center", _("One contact resolution, call center")
    OCR_WEBSITE = "ocr_website", _("One contact resolution, website")
    OCR = "ocr", _("One contact resolution, call center and website")
    CLAIM = "claim", _("Claim satisfaction (top box)")
    CALLERS = "callers", _("Callers' satisfaction (top box)")
    OVERALL = "overall", _("Customers' satisfaction (top box)")
    EX = "ex", _("Employee satisfaction (top box)")
    EX_HOME = "ex_home", _("Work from home employee satisfaction (top box)")


class Surveys(models.TextChoices):
    """Which surveys of a metric count, by how they were made (S06)."""

    LIVE = "live", _("Live telephone (an interviewer)")
    TELEPHONE = "telephone", _("Telephone, live or automated")
    ONLINE = "online", _("Online")


class SurveyMethod(models.TextChoices):
    """How one survey was made, exactly as it was told."""

    LIVE = "live", _("Live telephone")
    AUTOMATED = "automated", _("Automated telephone")
    ONLINE = "online", _("Online")
    OTHER = "other", _("Other")


class Sector(models.TextChoices):
    """S22: industries and kinds of service; an organisation may stand in several."""

    TELECOM_TV = "telecom_tv", _("Telecom/TV")
    CREDIT_CARD = "credit_card", _("Credit card")
    FINANCIAL = "financial", _("Financial")
    BANKING = "banking", _("Banking")
    ENERGY = "energy", _("Energy")
    RETAIL_BRANCH = "retail_branch", _("Retail/branch")
    HEALTH_CARE = "health_care", _("Health care")
    GOVERNMENT = "government", _("Government")
    HELPDESK = "helpdesk", _("Helpdesk")
    B2B = "b2b", _("B2B")
    OUTSOURCER = "outsourcer", _("Outsourcer")


class Channel(models.TextChoices):
    CALL_CENTER = "call_center", _("Call center")
    IVR = "ivr", _("IVR")
    WEBSITE = "website", _("Website")
    EMAIL = "email", _("Email")
    CHAT = "chat", _("Chat")
    BRANCH = "branch", _("Branch or store")
    OTHER = "other", _("Other")


class Participation(models.TextChoices):
    """S42: what an organisation takes part in during a survey year."""

    BENCHMARKING = "benchmarking", _("Benchmarking study")
    TRACKING = "tracking", _("Tracking program")
