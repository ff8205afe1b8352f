"""Surveys published before the centre get what its list shows: languages, number of questions, words to search in."""

from django.db import migrations

NOT_ASKED = ("block", "image", "hidden")


def describe(apps, schema_editor):
    Survey, SurveyVersion = (apps.get_model("surveys", name) for name in ("Survey", "SurveyVersion"))
    for survey in Survey.objects.filter(searchable=""):
        newest = SurveyVersion.objects.filter(survey=survey).order_by("-number").first()
        definition = newest.definition if newest else {}
        questions = [question for page in definition.get("pages", []) for question in page.get("questions", [])]
        survey.languages = definition.get("languages") or ["zh-Hans"]
        survey.questions = len([question for question in questions if question.get("type") not in NOT_ASKED])
        survey.searchable = "\n".join([survey.key, *survey.title.values()]).casefold()
        survey.save(update_fields=["languages", "questions", "searchable"])


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_centre")]

    operations = [migrations.RunPython(describe, migrations.RunPython.noop)]
