"""To see: dashboard, nominations, eligibility, jobs, audit, mails."""

urlpatterns: list = []
