from django.urls import path

from .views import own

app_name = "measurement"
OWN = "account/organisations/<int:pk>/measured/<slug:program>/<slug:cycle>"

urlpatterns = [
    path(f"{OWN}/", own.awards, name="own"),
    path(f"{OWN}/entry/", own.choose, name="choose"),
]
