"""Kinds of survey file, the states of an import and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    CUSTOMERS = "customers", _("Customer surveys")
    EMPLOYEES = "employees", _("Employee surveys")
    ORGANISATIONS = "organisations", _("Organizations by year")
    PARTICIPATION = "participation", _("Participation")
    AGENTS = "agents", _("Agents and teams")


class ImportState(models.TextChoices):
    UPLOADING = "uploading", _("Uploading")
    UPLOADED = "uploaded", _("Columns to be confirmed")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing taken yet")
    TAKING = "taking", _("Being taken in")
    TAKEN = "taken", _("Taken in")
    WITHDRAWING = "withdrawing", _("Being withdrawn")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNREADABLE = "unreadable", _("Cannot be read")
    DISCARDED = "discarded", _("Discarded")


IMPORT_MOVES: dict[str, frozenset[str]] = {
    ImportState.UPLOADING: frozenset({ImportState.UPLOADED, ImportState.UNREADABLE, ImportState.DISCARDED}),
    ImportState.UPLOADED: frozenset({ImportState.CHECKING, ImportState.DISCARDED}),
    ImportState.CHECKING: frozenset({ImportState.CHECKED, ImportState.UNREADABLE, ImportState.UPLOADED}),
    ImportState.CHECKED: frozenset({ImportState.CHECKING, ImportState.TAKING, ImportState.DISCARDED}),
    ImportState.TAKING: frozenset({ImportState.TAKEN, ImportState.CHECKED}),
    ImportState.TAKEN: frozenset({ImportState.WITHDRAWING}),
    ImportState.WITHDRAWING: frozenset({ImportState.WITHDRAWN, ImportState.TAKEN}),
    ImportState.WITHDRAWN: frozenset({ImportState.CHECKING, ImportState.TAKING}),
    ImportState.UNREADABLE: frozenset({ImportState.CHECKING, ImportState.DISCARDED}),
    ImportState.DISCARDED: frozenset(),
}


class TallyLevel(models.TextChoices):
    """For whom surveys are counted together. Supervisors are counted twice: as of the call and as of the year's end."""

    SITE = "site", _("Site")
    CSR = "csr", _("CSR")
    SUPERVISOR = "supervisor", _("Supervisor, at the time of the call")
    SUPERVISOR_YEAR_END = "supervisor_year_end", _("Supervisor, at the end of the year")


class AgentRole(models.TextChoices):
    CSR = "csr", _("CSR")
    SUPERVISOR = "supervisor", _("Supervisor")


class Choice(models.TextChoices):
    """What an organisation says about an award it is entered in without a nomination (S01, S58)."""

    IN = "in", _("Asks to be entered")
    OUT = "out", _("Opts out")
