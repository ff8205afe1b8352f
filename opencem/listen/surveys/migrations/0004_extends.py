import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_describe")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="extends",
            field=models.ForeignKey(
                help_text="whose questions are locked here",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="surveys.survey",
            ),
        ),
    ]
