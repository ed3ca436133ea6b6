from django.urls import path

from .views import health, mails

app_name = "operations"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("mails/", mails.index, name="mails"),
    path("mails/<int:pk>/", mails.letter, name="mail"),
    path("mails/<int:pk>/html/", mails.letter_html, name="mail_html"),
]
