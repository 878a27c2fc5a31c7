import kit.money
from django.db import migrations, models


class Migration(migrations.Migration):
    """Prices lose their fixed scale, which rewrites no table, and may be 0."""

    dependencies = [
        ("products", "0002_place_on_the_menu"),
    ]

    operations = [
        migrations.AlterField(
            model_name="product",
            name="price",
            field=kit.money.MoneyField(),
        ),
        migrations.RemoveConstraint(
            model_name="product",
            name="product_price_positive",
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(price__gte=0), name="product_price_not_negative"
            ),
        ),
    ]
