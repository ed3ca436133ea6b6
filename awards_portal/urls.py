"""Every address of the portal; each app names its own."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from nominations.views.quick_check import quick_check
from programs.urls import CATEGORY, pages

from .api import api

admin.site.login = secure_admin_login(admin.site.login)  # one sign-in path, with its limits and second factor

urlpatterns = [
    path("", include("operations.urls")),
    path("accounts/", include("allauth.urls")),
    path("account/", include("accounts.urls")),
    path("", include("measurement.urls")),
    path("nominations/", include("nominations.urls")),
    path("judging/", include("judging.urls")),
    path("", include("recognition.urls")),  # before the public pages: "winners" is no category
    path("", include(([*pages, path(f"{CATEGORY}check/", quick_check, name="check")], "programs"))),
    path("", include("programs.urls")),
    path("api/v1/", api.urls),
    path("manage/", include("desk.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "awards_portal.middleware.handler500"
