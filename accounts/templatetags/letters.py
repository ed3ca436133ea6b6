"""What every letter needs to know of the site, whoever queues it and without a request."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def site_url(path: str = "") -> str:
    """An absolute address. Links in letters are built from SITE_URL, never from what a browser sent as its host."""
    return f"{settings.SITE_URL}{path}"
