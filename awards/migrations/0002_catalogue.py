"""The award catalogue an installation starts with."""

from django.db import migrations

from awards.catalogue import seed_catalogue


def seed(apps, schema_editor):
    seed_catalogue(apps.get_model("awards", "Award"))


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
