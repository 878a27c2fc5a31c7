from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """Payments are asked about before they expire, refunds until they are done."""

    dependencies = [("trolleys", "0002_visits_last_sign")]

    operations = [
        migrations.RemoveField("payment", "committed_at"),
        migrations.AddField("payment", "asked_at", models.DateTimeField(null=True)),
        migrations.AddField("refund", "attempts", models.IntegerField(default=0, db_default=0)),
        migrations.AddField("refund", "try_at", models.DateTimeField(db_default=Now())),
        migrations.RemoveConstraint("refund", "trolleys_refund_once"),
        migrations.AddConstraint(
            "refund",
            models.UniqueConstraint(
                fields=["payment", "provider_payment_id", "reason"],
                condition=~Q(reason="staff"),
                name="trolleys_refund_reason_once",
            ),
        ),
        migrations.AddConstraint(
            "refund",
            models.UniqueConstraint(
                fields=["provider_refund_id"],
                condition=~Q(provider_refund_id=""),
                name="trolleys_refund_of_provider",
            ),
        ),
        migrations.AddIndex(
            "refund",
            models.Index(
                fields=["try_at"], condition=~Q(state="done"), name="trolleys_refund_due"
            ),
        ),
    ]
