"""To act: panels, assignments, standings, decisions, announcement, documents."""

urlpatterns: list = []
