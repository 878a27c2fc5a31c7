from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("trolleys", "0002_checkout_when_to_ask_the_provider"),
        ("trolleys", "0002_visits_last_sign"),
    ]

    operations = [
        migrations.AddField(
            model_name="cartline",
            name="told",
            field=models.CharField(db_default="", max_length=100),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(
                    ("settled_at", None), ("status__in", ("opening", "created", "paid"))
                ),
                fields=["cart"],
                name="trolleys_payment_freezes",
            ),
        ),
    ]
