from django.db import migrations, models


class Migration(migrations.Migration):
    """Names of open sessions are compared as people read them. Those that the version before opens
    have an empty hash, which is equal to nothing; their names are compared besides.
    """

    dependencies = [
        ("orders", "0009_phones_of_guests"),
    ]

    operations = [
        migrations.AddField(
            model_name="ordersession",
            name="folded_hash",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="ordersession",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state", "OPEN"), models.Q(("folded_hash", ""), _negated=True)
                ),
                fields=("location_id", "folded_hash"),
                name="orders_open_session_alike",
            ),
        ),
    ]
