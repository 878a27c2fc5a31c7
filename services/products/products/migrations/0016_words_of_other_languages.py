import django.contrib.postgres.fields
from django.db import migrations, models

DROP = "DROP TRIGGER products_product_changed ON products_product;"
CREATE = """
CREATE TRIGGER products_product_changed AFTER UPDATE ON products_product FOR EACH ROW
  WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION products_product_record();
"""
SHOWN = (
    *("price", "stock", "reserved", "name", "image", "is_active", "min_age", "location_id"),
    *("categories", "position", "barcode", "low_stock_threshold", "seller_id", "slug"),
    *("description", "tags", "additives", "is_listed", "option_groups", "options_revision"),
    "vat_rate",
)
WORDS = ("words", "category_words", "allergens")


def trigger(*columns):
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return DROP + CREATE.format(old=old, new=new)


def words():
    return models.JSONField(db_default={}, default=dict)


def codes():
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.TextField(), db_default=[], default=list, size=None
    )


class Migration(migrations.Migration):
    """Words of other languages beside a place's own, and the fourteen allergens by their codes. The
    version before writes and shows neither.
    """

    dependencies = [("products", "0015_value_added_tax")]

    operations = [
        migrations.AddField("product", "words", words()),
        migrations.AddField("product", "category_words", words()),
        migrations.AddField("product", "allergens", codes()),
        migrations.AddField("optiongroup", "words", words()),
        migrations.AddField("option", "words", words()),
        migrations.AddField("option", "allergens", codes()),
        migrations.CreateModel(
            name="CategoryWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("location_id", models.BigIntegerField(db_index=True)),
                ("look", models.CharField(max_length=64, unique=True)),
                ("words", models.JSONField()),
            ],
        ),
        migrations.RunSQL(trigger(*SHOWN, *WORDS), trigger(*SHOWN)),
    ]
