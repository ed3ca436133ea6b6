from django.urls import path

from .views import answers, assessments, colleagues, entry, files, lists, reviews, start, submission

app_name = "nominations"

urlpatterns = [
    path("", lists.mine, name="mine"),
    path("new/", start.choose, name="choose"),
    path("new/<int:pk>/", start.start, name="start"),
    path("invitation/<str:token>/", colleagues.invitation, name="invitation"),
    path("assessments/<str:code>/", assessments.assessment, name="assessment"),
    path("assessments/<str:code>/register/", assessments.consent, name="consent"),
    path("assessments/<str:code>/feed/", assessments.renew_feed, name="renew_feed"),
    path("assessments/<str:code>/<str:token>.ics", assessments.feed, name="feed"),
    path("assessments/<str:code>/manager/", assessments.ask_manager, name="ask_manager"),
    path("assessments/<str:code>/manager/<int:pk>/withdrawal/", assessments.withdraw_link, name="withdraw_link"),
    path("assessments/<str:code>/versions/<int:pk>/", assessments.go_back, name="go_back"),
    path("review/<str:token>/", reviews.review, name="manager_review"),
    path("review/<str:token>/sign-off/", reviews.sign_off, name="manager_sign_off"),
    path("review/<str:token>/files/<str:file>/", reviews.download, name="manager_file"),
    path("review/<str:token>/comments/<slug:slug>/", reviews.comment, name="manager_comment"),
    path("<str:code>/", entry.detail, name="detail"),
    path("<str:code>/edit/", entry.edit, name="edit"),
    path("<str:code>/answers/<slug:slug>/", answers.save, name="save_answer"),
    path("<str:code>/answers/<slug:slug>/resolution/", answers.resolve, name="resolve"),
    path("<str:code>/details/", answers.details, name="details"),
    path("<str:code>/answers/<slug:slug>/files/", files.upload, name="files"),
    path("<str:code>/files/<str:file>/", files.download, name="file"),
    path("<str:code>/files/<str:file>/removal/", files.remove, name="remove_file"),
    path("<str:code>/files/<str:file>/restoral/", files.restore, name="restore_file"),
    path("<str:code>/pages/", entry.pages, name="pages"),
    path("<str:code>/review/", submission.review, name="review"),
    path("<str:code>/submission/", submission.submit, name="submit"),
    path("<str:code>/thanks/", submission.thanks, name="thanks"),
    path("<str:code>/changes/", submission.confirm_changes, name="confirm_changes"),
    path("<str:code>/withdrawal/", submission.withdraw, name="withdraw"),
    path("<str:code>/copies/", submission.copies, name="copies"),
    path("<str:code>/category/", submission.change_category, name="change_category"),
    path("<str:code>/entry.pdf", entry.pdf, name="pdf"),
    path("<str:code>/colleagues/", colleagues.invite, name="invite"),
    path("<str:code>/colleagues/<int:pk>/removal/", colleagues.remove, name="remove_colleague"),
]
