from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """What an order takes out of the stock ledger is known before it is taken."""

    dependencies = [
        ("orders", "0011_when_products_were_remembered"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="counted",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name="knownproduct",
            name="counted",
            field=models.BooleanField(db_default=False),
        ),
        migrations.CreateModel(
            name="Taking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=32, unique=True)),
                ("claim", models.CharField(max_length=64, null=True, unique=True)),
                ("lines", models.JSONField()),
                ("uses", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="orders_taking_created")],
            },
        ),
    ]
