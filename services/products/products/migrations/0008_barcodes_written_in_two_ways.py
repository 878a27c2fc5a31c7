from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import LPad

# Pairs that stand at one location already go on as they are: the younger one is set apart.
SET_APART = """
UPDATE products_product AS younger SET barcode_twin = true
FROM products_product AS older
WHERE older.location_id = younger.location_id AND older.id < younger.id
  AND ((older.barcode ~ '^[0-9]{12}$' AND younger.barcode = '0' || older.barcode)
       OR (younger.barcode ~ '^[0-9]{12}$' AND older.barcode = '0' || younger.barcode))
"""


class Migration(migrations.Migration):
    """12 digits (UPC-A), and 13 with a 0 before them (EAN-13), are one barcode at a location.

    The new column locks the table until the constraint is there, so no pair comes in between. The
    version before refuses what the constraint refuses, if not always in the right words.
    """

    dependencies = [
        ("products", "0007_what_has_changed"),
    ]

    operations = [
        migrations.AddField("product", "barcode_twin", models.BooleanField(db_default=False)),
        migrations.RunSQL(SET_APART, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "product",
            models.UniqueConstraint(
                Case(
                    When(
                        barcode__regex="^[0-9]{12}$", then=LPad("barcode", 13, Value("0"))
                    ),
                    default=F("barcode"),
                ),
                F("location_id"),
                condition=Q(barcode_twin=False),
                name="product_barcode_in_full",
            ),
        ),
    ]
