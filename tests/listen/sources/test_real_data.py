"""Real reviews and real purchases go through the same door as everyone's."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count, Sum

from opencem.listen.customers.models import Customer
from opencem.listen.feedback.models import Feedback
from opencem.listen.orders.models import Order
from opencem.listen.sources.command import run_import_file
from opencem.platform.events.models import Event
from tests.paths import SHARED_DATA

REVIEWS = SHARED_DATA / "online_shopping_10_cats" / "online_shopping_10_cats.csv"
PURCHASES = SHARED_DATA / "cdnow" / "CDNOW_sample.txt"


@pytest.fixture(autouse=True)
def _folder(company: dict[str, int], settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.mark.skipif(not REVIEWS.exists(), reason="shared/data/online_shopping_10_cats is not here")
def test_real_reviews_as_excel_saves_them(tmp_path: Path) -> None:
    """Every seventh review, with a store and a minute of its own, saved as Excel in China does: GB18030."""
    stores, at = ("0001", "0002", "0003", "T01"), datetime(2026, 1, 1)
    path, empty, count = tmp_path / "reviews.csv", 0, 0
    with REVIEWS.open(encoding="utf-8", newline="") as source, path.open("w", encoding="gb18030", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["评论时间", "店铺编号", "星级", "评论内容"])
        for number, row in enumerate(csv.DictReader(source)):
            if number % 7:
                continue
            text = row["review"].replace("\ufeff", "")
            empty += not text.strip()
            writer.writerow(
                [at + timedelta(minutes=number), stores[number % 4], "好评" if row["label"] == "1" else "差评", text]
            )
            count += 1
    told = run_import_file("reviews", path, source="tmall")
    assert (told.run.created, told.rejected) == (count, 0)
    assert count == 8968
    assert Feedback.rows.count() == Event.objects.filter(kind="feedback.created").count() == count
    assert set(Feedback.rows.values_list("rating", flat=True).distinct()) == {1.0, 5.0}
    assert Feedback.rows.filter(text="").count() == empty
    assert run_import_file("reviews", path, source="tmall").run.unchanged == count


@pytest.mark.skipif(not PURCHASES.exists(), reason="shared/data/cdnow is not here")
def test_the_purchases_of_2_357_customers(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    lines = [line.split() for line in PURCHASES.read_text().splitlines()]
    with path.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["order id", "date", "store", "amount", "customer id", "items"])
        for number, (_, member, day, quantity, dollars) in enumerate(lines):
            writer.writerow([f"C{number:05d}", day, "0001", dollars, member, f"CD×{quantity}"])
    told = run_import_file("orders", path)
    assert (told.run.created, told.rejected) == (len(lines), 0)
    assert len(lines) == 6919
    assert Customer.objects.count() == 2357
    total = sum(round(float(line[4]) * 100) for line in lines)
    assert round(Order.rows.aggregate(sum=Sum("amount"))["sum"] * 100) == total
    first = Order.rows.filter(customer__identities__value="0001").order_by("ordered_at")
    assert [order.local_date.isoformat() for order in first] == ["1997-01-01", "1997-01-18", "1997-08-02", "1997-12-12"]
    buyers = Order.rows.values("customer").annotate(orders=Count("id"))
    expected = Counter(Counter(line[1] for line in lines).values())
    assert Counter(buyer["orders"] for buyer in buyers) == expected
