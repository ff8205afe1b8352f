from __future__ import annotations

from django.urls import path

from .views import signed, sms, wechat

urlpatterns = [
    path("sms/<str:provider>/<str:token>", sms),
    path("wechat", wechat),
    path("receipts", signed, {"kind": "receipts"}),
    path("mail", signed, {"kind": "mail"}),
]
