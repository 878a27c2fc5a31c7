import kit.money
from django.db import migrations


class Migration(migrations.Migration):
    """Each currency has its own number of decimals. No table is rewritten."""

    dependencies = [
        ("orders", "0007_events_have_two_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="price",
            field=kit.money.MoneyField(null=True),
        )
        for model in ("order", "cartline", "knownproduct")
    ]
