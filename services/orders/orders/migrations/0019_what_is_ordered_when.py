"""Opening hours, menus by time, pauses, and the expected wait."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0018_where_a_place_is")]

    operations = [
        migrations.CreateModel(
            "Pause",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("location_id", models.BigIntegerField()),
                ("until", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=200)),
                ("user_id", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.AddField("placesettings", "hours", models.JSONField(null=True)),
        migrations.AddField("placesettings", "kitchen", models.JSONField(null=True)),
        migrations.AddField(
            "placesettings", "menus", models.JSONField(default=list, db_default=[])
        ),
        migrations.AddField(
            "placesettings", "tell_wait", models.BooleanField(default=True, db_default=True)
        ),
        migrations.AddField(
            "placesettings",
            "pause",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="orders.pause",
            ),
        ),
    ]
