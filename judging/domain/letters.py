"""Letters to judges that are about their work."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from operations.domain import mail
from programs.models import Category


def tell_of_new_entries(category: Category, counts: dict[int, int], *, key: str) -> int:
    """One letter to each judge who has more to read than before."""
    program = category.cycle.program
    for judge in User.objects.filter(pk__in=counts):
        context = {
            "judge": judge,
            "count": counts[judge.pk],
            "category": category,
            "program": program,
            "url": settings.SITE_URL + reverse("judging:queue"),
        }
        mail.queue("judge_assigned", judge, context, key=key, program=program.slug)
    return len(counts)
