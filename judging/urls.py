from django.urls import path

from .views import appointments, evaluations, invitations, queue, scorecards

app_name = "judging"

urlpatterns = [
    path("", queue.show, name="queue"),
    path("terms/", queue.show_terms, name="terms"),
    path("invitations/<str:token>/", invitations.show, name="invitation"),
    path("invitations/<str:token>/acceptance/", invitations.accept, name="accept_invitation"),
    path("invitations/<str:token>/refusal/", invitations.decline, name="decline_invitation"),
    path("appointments/<int:pk>/", appointments.show, name="appointment"),
    path("appointments/<int:pk>/proposals/", appointments.propose, name="propose"),
    path("appointments/<int:pk>/proposals/<int:proposal>/withdrawal/", appointments.withdraw, name="withdraw_proposal"),
    path("appointments/<int:pk>/decision/", appointments.decide, name="appoint"),
    path("evaluations/", evaluations.mine, name="evaluations"),
    path("evaluations/<str:code>/", evaluations.show, name="evaluation"),
    path("evaluations/<str:code>/no-conflict/", evaluations.state_no_conflict, name="evaluation_no_conflict"),
    path("evaluations/<str:code>/recusal/", evaluations.recuse, name="evaluation_recuse"),
    path("evaluations/<str:code>/draft/", evaluations.save, name="evaluation_save"),
    path("evaluations/<str:code>/submission/", evaluations.submit, name="evaluation_submit"),
    path("evaluations/<str:code>/findings/<slug:slug>/", evaluations.save_finding, name="evaluation_finding"),
    path("evaluations/<str:code>/note/", evaluations.save_note, name="evaluation_note"),
    path("evaluations/<str:code>/versions/<int:pk>/", evaluations.resolve, name="evaluation_resolve"),
    path("evaluations/<str:code>/files/<str:file>/", evaluations.attachment, name="evaluation_file"),
    path("<str:code>/", scorecards.show, name="scorecard"),
    path("<str:code>/no-conflict/", scorecards.state_no_conflict, name="no_conflict"),
    path("<str:code>/recusal/", scorecards.recuse, name="recuse"),
    path("<str:code>/draft/", scorecards.save, name="save"),
    path("<str:code>/submission/", scorecards.submit, name="submit"),
    path("<str:code>/marks/<slug:slug>/", scorecards.save_mark, name="save_mark"),
    path("<str:code>/note/", scorecards.save_note, name="save_note"),
    path("<str:code>/versions/<int:pk>/", scorecards.resolve, name="resolve"),
    path("<str:code>/files/<str:file>/", scorecards.attachment, name="attachment"),
]
