from django.urls import path

from .views import attendance, card, certified, credentials, documents, mine, verification, winners

app_name = "recognition"

CYCLE = "programs/<slug:program>/<slug:cycle>/winners/"

urlpatterns = [
    path("programs/<slug:program>/card.png", card.of_program, name="card"),
    path(CYCLE, winners.winners, name="winners"),
    path(f"{CYCLE}documents.zip", documents.batch, name="batch"),
    path(f"{CYCLE}<str:code>/", winners.winner, name="winner"),
    path("programs/<slug:program>/certified/", certified.register, name="certified"),
    path("honours/", mine.mine, name="mine"),
    path("honours/<str:code>/<str:kind>.pdf", documents.document, name="document"),
    path("honours/<str:code>/credential.jwt", credentials.credential, name="credential"),
    path("honours/<str:code>/gala/", attendance.answer, name="attendance"),
    path("honours/<str:code>/register/", certified.listing, name="listing"),
    path(".well-known/jwks.json", credentials.keys, name="keys"),
    path(".well-known/did.json", credentials.did, name="did"),
    path("credentials/revoked.json", credentials.revoked, name="revoked"),
    path("v/", verification.ask, name="ask"),
    path("v/<str:code>/", verification.verify, name="verify"),
    path("v/<str:code>", verification.verify),
]
