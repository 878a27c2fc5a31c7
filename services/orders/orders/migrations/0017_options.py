"""What was chosen with a product, and what may be."""

from django.db import migrations, models


def kept():
    return models.JSONField(db_default=[])


class Migration(migrations.Migration):
    dependencies = [("orders", "0016_events_of_a_place")]

    operations = [
        migrations.AddField("cartline", "options", kept()),
        migrations.AddField("order", "options", kept()),
        migrations.AddField("knownproduct", "groups", kept()),
    ]
