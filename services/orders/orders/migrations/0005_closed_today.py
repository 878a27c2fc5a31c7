from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the panel asks for tables that were closed today. Tables are opened and closed while it
    runs.
    """

    atomic = False

    dependencies = [
        ("orders", "0004_calls"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="ordersession",
            index=models.Index(
                fields=["location_id", "closed_at"],
                condition=models.Q(("state", "CLOSED")),
                name="orders_session_closed",
            ),
        ),
    ]
