import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Each event is written into its indexes. That of the session alone is the beginning of the
    constraint's on (session, seq); that of the time was read by nothing.
    """

    dependencies = [
        ("orders", "0006_new_epochs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="session",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="orders.ordersession",
            ),
        ),
        migrations.RemoveIndex(model_name="event", name="orders_event_created"),
    ]
