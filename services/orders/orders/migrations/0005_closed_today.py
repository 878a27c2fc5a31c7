from django.db import migrations, models


class Migration(migrations.Migration):
    """What the panel asks for tables that were closed today. Not concurrently: an index that was
    killed half way would have to be removed by hand, and this one takes milliseconds.
    """

    dependencies = [
        ("orders", "0004_calls"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ordersession",
            index=models.Index(
                fields=["location_id", "closed_at"],
                condition=models.Q(("state", "CLOSED")),
                name="orders_session_closed",
            ),
        ),
    ]
