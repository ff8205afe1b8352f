from __future__ import annotations

from django.db import models

from opencem.platform.accounts.models import Account


class MailState(models.TextChoices):
    NONE = "none"
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Notification(models.Model):
    """One message to one account: shown in the console and, where the account has an address, mailed.

    The row is its own outbox. `mail_next_at` is when a pending mail may be tried, and while it is being sent the end of
    the sender's lease: a mail whose sender was killed is claimed again after it. `dedup_key` makes a repeated notice one.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    unit_id = models.BigIntegerField(null=True, help_text="re-checked against the account's scope when read or mailed")
    link = models.CharField(max_length=200, blank=True)
    dedup_key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.NONE)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_next_at = models.DateTimeField(null=True, db_index=True)
    mail_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-created_at"], name="notification_inbox")]
