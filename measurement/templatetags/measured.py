"""Links to an organisation's measured awards, for pages of apps that know nothing of measuring."""

from __future__ import annotations

from django import template

from ..domain import places

register = template.Library()


@register.simple_tag(takes_context=True)
def measured_places(context, organisation=None) -> list[places.Place]:
    """The pages of whoever asks; of one organisation where it is named."""
    user = context["request"].user
    return places.of(user, organisation) if user.is_authenticated else []
