from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from measurement.enums import AgentRole
from measurement.models import Agent
from programs.enums import Subject
from programs.models import Program

# Names in keys have no punctuation.
KNOWN_BY_NUMBER = tuple(f"|{role}:" for role in AgentRole.values)


class Candidate(models.Model):
    """Who or what stands in a category: a person, center, organisation or solution. No login needed.

    `match_key` says which two are one and the same (subject, organisation and normalised name); it is
    what "two candidates per category" counts. Made when a nomination is first submitted,
    or when a measured award is decided. Whom surveys alone know has a number in place of the name in its key, and is
    named in public once the name is confirmed.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="candidates")
    subject = models.CharField(max_length=20, choices=Subject.choices)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    title = models.CharField(max_length=200, blank=True, help_text="job title of a person")
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="candidates",
        verbose_name=_("organization"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agent = models.ForeignKey(
        Agent,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="who the survey files know this person as",
    )
    match_key = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "match_key"], name="one_candidate_per_match_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def name_confirmed(self) -> bool:
        """Whether the name may be published. Select `agent` with many of them."""
        if self.agent is None:  # no file in force names them: all there is to print is their number
            return not any(mark in self.match_key for mark in KNOWN_BY_NUMBER)
        return self.agent.confirmed_at is not None


def name_open(path: str = "") -> Q:
    """Candidates whose name may not be published, as a condition; `path` leads to the candidate."""
    by_number = Q()
    for mark in KNOWN_BY_NUMBER:
        by_number |= Q((f"{path}match_key__contains", mark))
    unknown = Q((f"{path}agent__isnull", True)) & by_number
    return unknown | Q((f"{path}agent__isnull", False), (f"{path}agent__confirmed_at__isnull", True))
