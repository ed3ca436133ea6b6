from django.urls import path

from .views import documents, mine, verification, winners

app_name = "recognition"

CYCLE = "programs/<slug:program>/<slug:cycle>/winners/"

urlpatterns = [
    path(CYCLE, winners.winners, name="winners"),
    path(f"{CYCLE}documents.zip", documents.batch, name="batch"),
    path(f"{CYCLE}<str:code>/", winners.winner, name="winner"),
    path("honours/", mine.mine, name="mine"),
    path("honours/<str:code>/<str:kind>.pdf", documents.document, name="document"),
    path("v/", verification.ask, name="ask"),
    path("v/<str:code>/", verification.verify, name="verify"),
    path("v/<str:code>", verification.verify),
]
