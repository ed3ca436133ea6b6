"""Public pages. `home` has no prefix, so that every template may name it.

`awards_portal.urls` puts the quick check beside them, as `programs:check`: its answer needs the facts of
nominations, which this app does not know.
"""

from django.urls import path

from .views import home, kit, look, public

CATEGORY = "programs/<slug:program>/<slug:cycle>/<slug:category>/"

pages = [
    path("start/", home.start, name="start"),
    path("search/", home.find, name="search"),
    path("looks.css", look.looks, name="looks"),
    path("programs/<slug:program>/look.css", look.look, name="look"),
    path("programs/<slug:program>/", public.program, name="program"),
    path("programs/<slug:program>/<slug:cycle>/", public.cycle, name="cycle"),
    path("programs/<slug:program>/<slug:cycle>/dates.ics", public.dates, name="dates"),
    path(CATEGORY, public.category, name="category"),
    path(f"{CATEGORY}kit/", kit.kit, name="kit"),
    path(f"{CATEGORY}kit.pdf", kit.kit_pdf, name="kit_pdf"),
    path("design/", home.gallery, name="gallery"),
]

urlpatterns = [path("", home.home, name="home")]
