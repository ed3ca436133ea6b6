"""A person's own pages under /account/; signing in and the second factor are allauth's, under /accounts/."""

from django.urls import path

from .views import invitations, members, organisations, profile

app_name = "accounts"

urlpatterns = [
    path("", profile.profile, name="profile"),
    path("second-factor/", profile.second_factor, name="second_factor"),
    path("organisations/", organisations.overview, name="organisations"),
    path("organisations/new/", organisations.create, name="organisation_new"),
    path("organisations/similar/", organisations.similar, name="organisations_similar"),
    path("organisations/<int:pk>/", organisations.detail, name="organisation"),
    path("organisations/<int:pk>/edit/", organisations.edit, name="organisation_edit"),
    path("organisations/<int:pk>/join/", organisations.join, name="join"),
    path("organisations/<int:pk>/leave/", members.leave, name="leave"),
    path("organisations/<int:pk>/invitations/", invitations.invite, name="invite"),
    path("memberships/<int:pk>/role/", members.set_role, name="membership_role"),
    path("memberships/<int:pk>/ownership/", members.transfer, name="membership_transfer"),
    path("memberships/<int:pk>/removal/", members.remove, name="membership_remove"),
    path("requests/<int:pk>/approval/", members.approve, name="request_approve"),
    path("requests/<int:pk>/refusal/", members.decline, name="request_decline"),
    path("requests/<int:pk>/withdrawal/", members.withdraw_request, name="request_withdraw"),
    path("invitations/<str:code>/withdrawal/", invitations.withdraw, name="invitation_withdraw"),
    path("invited/<str:token>/", invitations.show, name="invitation"),
    path("invited/<str:token>/acceptance/", invitations.accept, name="invitation_accept"),
    path("invited/<str:token>/refusal/", invitations.decline, name="invitation_decline"),
]
