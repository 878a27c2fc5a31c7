"""The time zone of a place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0017_options")]

    operations = [
        migrations.AddField(
            "placesettings",
            "timezone",
            models.CharField(blank=True, default="", db_default="", max_length=64),
        ),
    ]
