import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import kit.money
from django.db import migrations, models
from django.db.models import F, Q

DROP = "DROP TRIGGER products_product_changed ON products_product;"
CREATE = """
CREATE TRIGGER products_product_changed AFTER UPDATE ON products_product FOR EACH ROW
  WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION products_product_record();
"""
SHOWN = (
    *("price", "stock", "reserved", "name", "image", "is_active", "min_age", "location_id"),
    *("categories", "position", "barcode", "low_stock_threshold", "seller_id", "slug"),
    *("description", "tags", "additives"),
)
WITH_OPTIONS = ("is_listed", "option_groups", "options_revision")


def trigger(*columns):
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return DROP + CREATE.format(old=old, new=new)


def identity():
    return ("id", models.BigAutoField(primary_key=True, serialize=False, auto_created=True, verbose_name="ID"))


def numbers():
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.BigIntegerField(), db_default=[], default=list, size=None
    )


class Migration(migrations.Migration):
    """What may be chosen with a product. The version before writes products without it, and shows
    what is not listed as sold like all else.
    """

    dependencies = [
        ("products", "0013_labels_with_folded_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="OptionGroup",
            fields=[
                identity(),
                ("location_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=100)),
                ("least", models.SmallIntegerField(default=0)),
                ("most", models.SmallIntegerField(default=1)),
                ("look", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["location_id", "id"], name="option_group_location")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["look"], name="option_group_look"),
                    models.CheckConstraint(
                        condition=Q(least__gte=0, most__gte=1, least__lte=F("most")),
                        name="option_group_least_most",
                    ),
                ],
            },
        ),
        migrations.AddField("product", "is_listed", models.BooleanField(db_default=True)),
        migrations.AddField("product", "option_groups", numbers()),
        migrations.AddField("product", "options_revision", models.IntegerField(db_default=0)),
        migrations.AddIndex(
            "product",
            django.contrib.postgres.indexes.GinIndex(
                fields=["option_groups"], name="product_option_groups"
            ),
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                identity(),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="products.optiongroup",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="products.product",
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("price", kit.money.MoneyField()),
                ("is_default", models.BooleanField()),
                ("is_active", models.BooleanField()),
                ("place", models.SmallIntegerField()),
                (
                    "additives",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.RunSQL(trigger(*SHOWN, *WITH_OPTIONS), trigger(*SHOWN)),
    ]
