"""The portal's addresses and the bare pages it is measured against."""

from django.urls import include, path

from . import bare

urlpatterns = [
    path("bench/empty/", bare.empty),
    path("bench/empty/<slug:slug>/", bare.empty_of_program),
    path("bench/list/", bare.nominations),
    path("bench/queue/", bare.assignments),
    path("", include("awards_portal.urls")),
]
