import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

APPEND_ONLY = """
CREATE FUNCTION products_movement_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'movements are only added' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER products_movement_append_only BEFORE UPDATE OR DELETE ON products_movement
  FOR EACH ROW EXECUTE FUNCTION products_movement_refuse();
"""
FORGET = """
DROP TRIGGER products_movement_append_only ON products_movement;
DROP FUNCTION products_movement_refuse();
"""


def identity():
    return ("id", models.BigAutoField(primary_key=True, serialize=False, auto_created=True, verbose_name="ID"))


class Migration(migrations.Migration):
    """The stock ledger: what is kept beside what is on hand, and what has moved.

    The version before knows nothing of it: it changes `stock` without a movement, and sells nothing
    while holds are open, since it takes no stock at all.
    """

    dependencies = [
        ("products", "0005_fill_in_what_dishes_look_like"),
    ]

    operations = [
        migrations.AddField("product", "reserved", models.IntegerField(db_default=0)),
        migrations.AddField("product", "min_age", models.SmallIntegerField(null=True)),
        migrations.AddConstraint(
            "product",
            models.CheckConstraint(
                condition=Q(reserved__gte=0), name="product_reserved_not_negative"
            ),
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                identity(),
                ("service", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        max_length=10,
                        choices=[
                            ("held", "Held"),
                            ("committed", "Committed"),
                            ("released", "Released"),
                            ("gone", "Gone"),
                        ],
                    ),
                ),
                (
                    "product_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "quantities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("expires_at", models.DateTimeField(db_default=Now())),
                ("reference", models.CharField(default="", max_length=200)),
                ("who", models.CharField(default="", max_length=200)),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["service", "key"], name="hold_service_key")
                ],
                "indexes": [models.Index(fields=["created_at"], name="hold_created")],
            },
        ),
        migrations.CreateModel(
            name="HoldLine",
            fields=[
                identity(),
                (
                    "hold",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="products.hold"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="products.product"
                    ),
                ),
                ("units", models.IntegerField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(units__gte=0), name="hold_line_units_not_negative"
                    )
                ],
                "indexes": [models.Index(fields=["expires_at"], name="hold_line_expires")],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                identity(),
                ("product_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        max_length=20,
                        choices=[
                            ("sale", "Sale"),
                            ("delivery", "Delivery"),
                            ("loss", "Loss"),
                            ("stock_taking", "Stock Taking"),
                            ("refund", "Refund"),
                            ("restock", "Restock"),
                        ],
                    ),
                ),
                ("change", models.IntegerField()),
                ("shortfall", models.IntegerField(default=0)),
                ("stock", models.IntegerField(null=True)),
                ("reference", models.CharField(default="", max_length=200)),
                ("who", models.CharField(default="", max_length=200)),
                ("service", models.CharField(max_length=100)),
                ("at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "indexes": [models.Index(fields=["product_id", "-id"], name="movement_product")],
            },
        ),
        migrations.CreateModel(
            name="StockMove",
            fields=[
                identity(),
                ("service", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=100)),
                ("fingerprint", models.CharField(max_length=64)),
                ("answer", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["service", "key"], name="stock_move_service_key"
                    )
                ],
                "indexes": [models.Index(fields=["created_at"], name="stock_move_created")],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, FORGET),
    ]
