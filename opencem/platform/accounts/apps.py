from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "opencem.platform.accounts"
    label = "accounts"
