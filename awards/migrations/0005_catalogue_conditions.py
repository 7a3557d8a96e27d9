"""The legal basis of the awards the catalogue starts with, and their conditions as a checklist."""

from django.db import migrations

from awards.catalogue import seed_conditions


def seed(apps, schema_editor):
    seed_conditions(apps.get_model("awards", "Award"), apps.get_model("awards", "AwardCondition"))


class Migration(migrations.Migration):
    dependencies = [("awards", "0004_catalogue_nature")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
