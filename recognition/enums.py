from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    CERTIFICATE = "certificate", _("Certificate")
    PLAQUE = "plaque", _("Plaque")
    LARGER_PLAQUE = "larger_plaque", _("Larger plaque")


class DocumentState(models.TextChoices):
    DUE = "due", _("Waiting")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Standing(models.TextChoices):
    """What a verification code stands for today."""

    VALID = "valid", _("Valid")
    CORRECTED = "corrected", _("Valid, corrected")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    UNKNOWN = "unknown", _("Unknown")


class AttendanceState(models.TextChoices):
    """What the recipient says about coming to the gala."""

    PENDING = "pending", _("No answer yet")
    CONFIRMED = "confirmed", _("Comes")
    DECLINED = "declined", _("Does not come")
