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
)


def trigger(*columns):
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return DROP + CREATE.format(old=old, new=new)


class Migration(migrations.Migration):
    """The tax that a price includes; null is the standard rate of the place."""

    dependencies = [("products", "0014_options")]

    operations = [
        migrations.AddField(
            "product",
            "vat_rate",
            models.DecimalField(max_digits=4, decimal_places=2, null=True),
        ),
        migrations.RunSQL(trigger(*SHOWN, "vat_rate"), trigger(*SHOWN)),
    ]
