from django.urls import include, path, re_path

from opencem.config import wiring
from opencem.web.api.application import api, missing
from opencem.web.console import views

wiring.mount(api)

urlpatterns = [
    path("healthz", views.alive),
    path("readyz", views.ready),
    path("api/", api.urls),
    path("api/<path:unknown>", missing),
    path("s/", include("opencem.web.respond.urls")),
    path("", include("opencem.web.invited.urls")),
    path("", include("opencem.web.links.urls")),
    path("hooks/", include("opencem.integrations.hooks.urls")),
    path("accounts/login/", views.login, name="account_login"),
    path("accounts/logout/", views.logout, name="account_logout"),
    re_path(r"^(?!api/|static/|s/|r/|k/|hooks/|accounts/).*$", views.console, name="console"),
]
