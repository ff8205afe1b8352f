from __future__ import annotations

from django.db import models

from opencem.listen.customers.models import Customer
from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class Order(ScopedModel):
    """O-data: who bought what, where, when, for how much. Money in the company's currency, two decimals."""

    number = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, related_name="orders")
    ordered_at = models.DateTimeField()
    local_date = models.DateField()
    channel = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=12, decimal_places=2, help_text="paid")
    discount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    promotion = models.BooleanField(default=False, help_text="bought on promotion")
    items = models.JSONField(default=list, help_text="[{sku, name, category, quantity, price}]")

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["customer", "ordered_at"], name="order_customer")]


class ProductName(models.Model):
    """What a product is called at present. Orders keep the name it had when it was bought; figures go by the code."""

    code = models.CharField(max_length=120, unique=True, help_text="the SKU, or the name of what has none")
    name = models.CharField(max_length=120)
