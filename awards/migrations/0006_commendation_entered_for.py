"""Whether the secretariat entered a commendation for its unit, as with registrations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("awards", "0005_catalogue_conditions")]

    operations = [
        migrations.AddField(
            model_name="commendation",
            name="entered_for",
            field=models.BooleanField(default=False, verbose_name="tổ thư ký nhập thay"),
        ),
    ]
