from __future__ import annotations

from django.db import models


class Customer(models.Model):
    """A person known to the company. Personal data: `name`."""

    public_id = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=40, blank=True, help_text="membership level")
    home_unit_id = models.BigIntegerField(null=True, db_index=True)
    joined_on = models.DateField(null=True)
    attributes = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)


class IdentityKind(models.TextChoices):
    MEMBER = "member", "会员号"
    PHONE = "phone", "手机号"
    EMAIL = "email", "邮箱"
    OPENID = "openid", "openid"
    UNIONID = "unionid", "unionid"
    BUYER = "buyer", "平台买家号"


class Identity(models.Model):
    """One key a customer is known by. Matching goes by `digest`, a keyed hash. Personal data: `value`."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=IdentityKind.choices)
    digest = models.CharField(max_length=64)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="identity_once")]
