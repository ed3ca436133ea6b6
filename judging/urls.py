from django.urls import path
from django.http import HttpResponse

app_name = "judging"

urlpatterns: list = [path("invitations/<str:token>/", lambda r, token: HttpResponse(), name="invitation")]
