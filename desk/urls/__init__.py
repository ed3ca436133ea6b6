"""The addresses under /manage/, by what an administrator comes for."""

from . import configure, decide, watch

app_name = "desk"

urlpatterns = [*watch.urlpatterns, *decide.urlpatterns, *configure.urlpatterns]
