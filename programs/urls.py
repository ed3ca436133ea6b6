"""Public pages. `home` has no prefix, so that every template may name it."""

from django.urls import include, path

from .views import home, look

pages = [
    path("programs/<slug:program>/look.css", look.look, name="look"),
    path("design/", home.gallery, name="gallery"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("", include((pages, "programs"))),
]
