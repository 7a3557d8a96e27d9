"""What the rows of the catalogue are: level, kind, for whom."""

from django.db import migrations

from awards.catalogue import describe_catalogue


def describe(apps, schema_editor):
    describe_catalogue(apps.get_model("awards", "Award"))


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_the_year")]
    operations = [migrations.RunPython(describe, migrations.RunPython.noop)]
