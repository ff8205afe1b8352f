"""Outside `/s/`: short, because they are typed and printed."""

from __future__ import annotations

from django.urls import path

from .views import embed_script, kiosk, short, spare_keys

urlpatterns = [
    path("r/<str:code>", short),
    path("k/<str:secret>", kiosk),
    path("s/<str:token>/keys", spare_keys),
    path("embed.js", embed_script),
]
