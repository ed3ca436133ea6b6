"""The addresses under /manage/, by what an administrator comes for."""

from . import configure, decide, measure, watch

app_name = "desk"

urlpatterns = [*watch.urlpatterns, *measure.urlpatterns, *decide.urlpatterns, *configure.urlpatterns]
