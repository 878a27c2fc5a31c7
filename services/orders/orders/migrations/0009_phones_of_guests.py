import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A phone that has joined a table has a key, and owns what it puts into the cart."""

    dependencies = [
        ("orders", "0008_prices_of_any_currency"),
    ]

    operations = [
        migrations.AddField(
            model_name="ordersession",
            name="phone_count",
            field=models.IntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="cartline",
            name="guest_id",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="cartline",
            name="changed_by",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("key_hash", models.BinaryField(max_length=32)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="orders.ordersession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "key_hash"), name="orders_phone_key"
                    ),
                    models.UniqueConstraint(
                        fields=("session", "number"), name="orders_phone_number"
                    ),
                ],
            },
        ),
    ]
