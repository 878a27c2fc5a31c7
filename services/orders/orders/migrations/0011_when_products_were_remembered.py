from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """What has not been in use for a month is forgotten."""

    dependencies = [
        ("orders", "0010_open_sessions_that_look_alike"),
    ]

    operations = [
        migrations.AddField(
            model_name="knownproduct",
            name="remembered_at",
            field=models.DateTimeField(db_default=Now()),
        ),
    ]
