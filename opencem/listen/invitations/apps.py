from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "opencem.listen.invitations"
    label = "invitations"
