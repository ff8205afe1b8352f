from __future__ import annotations

from django.db import models
from treebeard.mp_tree import MP_Node


class UnitKind(models.TextChoices):
    HQ = "hq", "总部"
    REGION = "region", "大区"
    CITY = "city", "城市"
    STORE = "store", "门店"
    ONLINE_SHOP = "online_shop", "电商店铺"
    DELIVERY_SHOP = "delivery_shop", "外卖店"
    APP = "app", "App"


class UnitStatus(models.TextChoices):
    PLANNED = "planned", "筹备"
    OPEN = "open", "营业"
    CLOSED = "closed", "关闭"


class OrgUnit(MP_Node):  # type: ignore[misc]  # treebeard ships no types
    """A node of the organisation tree. `code` is the natural key: text, leading zeros kept, never reused."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    status = models.CharField(max_length=10, choices=UnitStatus.choices, default=UnitStatus.OPEN)
    attributes = models.JSONField(default=dict)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    timezone = models.CharField(max_length=40, blank=True, help_text="empty: the company's")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class UnitMembership(models.Model):
    """Where a unit stood, from when to when. Open-ended rows are the present tree; reports 'as it was' read these."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="memberships")
    parent = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="exclusive; null: still so")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=models.Q(valid_to=None), name="membership_one_open"),
        ]


class TreeVersion(models.Model):
    """One row; its number grows with every change of the tree, so that scopes and caches know they are stale."""

    number = models.BigIntegerField(default=1)
