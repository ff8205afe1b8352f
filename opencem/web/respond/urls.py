"""Below `/s/`: the path is short because it is printed as a QR code."""

from __future__ import annotations

from django.urls import path

from .files import take_file, take_preview_file
from .pictures import serve_picture
from .preview import preview_page
from .views import answer_page

urlpatterns = [
    path("pictures/<str:name>", serve_picture, name="survey-picture"),
    path("preview/<str:token>", preview_page, name="preview-page"),
    path("preview/<str:token>/files", take_preview_file, name="preview-files"),
    path("<str:token>", answer_page, name="answer-page"),
    path("<str:token>/files", take_file, name="answer-files"),
]
