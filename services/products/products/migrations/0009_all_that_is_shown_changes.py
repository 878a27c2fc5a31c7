from django.db import migrations

DROP = "DROP TRIGGER products_product_changed ON products_product;"
CREATE = """
CREATE TRIGGER products_product_changed AFTER UPDATE ON products_product FOR EACH ROW
  WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION products_product_record();
"""
SOLD = ("price", "stock", "reserved", "name", "image", "is_active", "min_age", "location_id")
SHOWN = (
    *("categories", "position", "barcode", "low_stock_threshold", "seller_id", "slug"),
    *("description", "tags", "additives"),
)


def trigger(*columns):
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return DROP + CREATE.format(old=old, new=new)


class Migration(migrations.Migration):
    """The feed tells of every change that answers show, so that who follows it reads nothing else."""

    dependencies = [
        ("products", "0008_barcodes_written_in_two_ways"),
    ]

    operations = [
        migrations.RunSQL(trigger(*SOLD, *SHOWN), trigger(*SOLD)),
    ]
