from django.urls import path

from .views import answers, colleagues, entry, files, lists, start, submission

app_name = "nominations"

urlpatterns = [
    path("", lists.mine, name="mine"),
    path("new/", start.choose, name="choose"),
    path("new/<int:pk>/", start.start, name="start"),
    path("invitation/<str:token>/", colleagues.invitation, name="invitation"),
    path("<str:code>/", entry.detail, name="detail"),
    path("<str:code>/edit/", entry.edit, name="edit"),
    path("<str:code>/answers/<slug:slug>/", answers.save, name="save_answer"),
    path("<str:code>/answers/<slug:slug>/resolution/", answers.resolve, name="resolve"),
    path("<str:code>/details/", answers.details, name="details"),
    path("<str:code>/answers/<slug:slug>/files/", files.upload, name="files"),
    path("<str:code>/files/<str:file>/", files.download, name="file"),
    path("<str:code>/files/<str:file>/removal/", files.remove, name="remove_file"),
    path("<str:code>/files/<str:file>/restoral/", files.restore, name="restore_file"),
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
