import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Journey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField(default=100)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField(default=100)),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="journeys.journey"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("journey", "code"), name="stage_once")],
            },
        ),
        migrations.RenameField("touchpoint", "stage", "stage_text"),
        migrations.AddField("touchpoint", "channels", models.JSONField(default=list)),
        migrations.AddField(
            "touchpoint",
            "stage",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="touchpoints",
                to="journeys.stage",
            ),
        ),
    ]
