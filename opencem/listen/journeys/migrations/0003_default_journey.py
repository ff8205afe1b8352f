"""Touchpoints that are there already move into one journey, a stage for each word that stood in their place."""

from django.db import migrations
from django.db.models import Min

NAMES = {
    "discover": ("了解", "Discover"),
    "purchase": ("购买", "Buy"),
    "receive": ("收货", "Receive"),
    "support": ("售后", "Support"),
    "share": ("分享", "Share"),
}
CHANNELS = {
    "store_checkout": ["store"],
    "app_order": ["app"],
    "delivery_arrival": ["delivery", "meituan"],
    "parcel_arrival": ["tmall", "jd"],
    "hotline": ["hotline"],
}


def gather(apps, schema_editor):
    Journey, Stage, Touchpoint = (apps.get_model("journeys", name) for name in ("Journey", "Stage", "Touchpoint"))
    if not Touchpoint.objects.exists():
        return
    journey = Journey.objects.create(code="customer", name_zh="顾客旅程", name_en="Customer journey", position=10)
    words = Touchpoint.objects.values("stage_text").annotate(first=Min("position")).order_by("first", "stage_text")
    for at, word in enumerate(words):
        text = word["stage_text"]
        name_zh, name_en = NAMES.get(text, (text or "其他", text or "Other"))
        stage = Stage.objects.create(
            journey=journey, code=text or "other", name_zh=name_zh, name_en=name_en, position=at
        )
        for touchpoint in Touchpoint.objects.filter(stage_text=text):
            touchpoint.stage = stage
            touchpoint.channels = CHANNELS.get(touchpoint.code, [])
            touchpoint.save()


class Migration(migrations.Migration):
    dependencies = [("journeys", "0002_journey_stage")]

    operations = [migrations.RunPython(gather, migrations.RunPython.noop)]
