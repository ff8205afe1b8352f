"""Below `/s/`: the path is short because it is printed as a QR code."""

from __future__ import annotations

from django.urls import path

from .views import answer_page

urlpatterns = [path("<str:token>", answer_page, name="answer-page")]
