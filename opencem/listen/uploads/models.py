from __future__ import annotations

from django.db import models

from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class Upload(ScopedModel):
    """One file sent with a form. Its bytes lie in the blob store under `public_id`, of a picture also a thumbnail.

    `slot` is the question, or the row of one, that it was sent for. `digest` (SHA-256 of what was sent) makes a retry
    return the first upload. Personal data: the content always may be; `is_personal` says that it tells who somebody is.
    """

    public_id = models.CharField(max_length=32, unique=True)
    submission_key = models.CharField(max_length=64)
    slot = models.CharField(max_length=90)
    digest = models.CharField(max_length=64)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    is_personal = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, help_text="when its response was stored")

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["submission_key", "slot", "digest"], name="upload_once")]
        indexes = [
            models.Index(fields=["sent_at"], name="upload_waiting", condition=models.Q(taken_at__isnull=True)),
        ]

    @property
    def is_picture(self) -> bool:
        return self.width is not None
