"""Outside `/s/`: short, because they go out by SMS."""

from __future__ import annotations

from django.urls import path

from .views import follow, stop

urlpatterns = [path("i/<str:token>", follow), path("i/<str:token>/stop", stop)]
