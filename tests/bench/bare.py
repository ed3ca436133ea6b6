"""Bare Django pages: the same base template and session, and nothing that could be left out."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from judging.models import Assignment
from nominations.models import Nomination
from programs.models import Program


def empty(request):
    return render(request, "bench/empty.html")


def empty_of_program(request, slug):
    return render(request, "bench/empty.html", {"program": Program.objects.get(slug=slug)})


@login_required
def nominations(request):
    rows = Nomination.objects.select_related("category", "organisation").order_by("-first_submitted_at")[:50]
    return render(request, "bench/list.html", {"rows": rows})


@login_required
def assignments(request):
    rows = Assignment.objects.filter(judge=request.user).select_related("nomination__category", "scorecard")[:50]
    return render(request, "bench/queue.html", {"rows": rows})
