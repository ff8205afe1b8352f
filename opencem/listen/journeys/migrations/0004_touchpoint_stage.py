import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the rows: PostgreSQL alters no table in the transaction that has just written to it."""

    dependencies = [("journeys", "0003_default_journey")]

    operations = [
        migrations.RemoveField("touchpoint", "stage_text"),
        migrations.AlterField(
            "touchpoint",
            "stage",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="touchpoints", to="journeys.stage"
            ),
        ),
    ]
