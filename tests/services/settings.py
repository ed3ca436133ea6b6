"""The portal's settings, with job kinds for the tests about workers that are killed."""

from awards_portal.settings import *  # noqa: F403
from awards_portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.services.apps.ServicesConfig"]
EMAIL_BACKEND = "operations.mailbox.Ledger"
MAIL_DELIVERY = "operations.mailbox.StaysHere"
