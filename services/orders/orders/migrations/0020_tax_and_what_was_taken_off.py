"""The tax of what is ordered, what was taken off it, and what is paid of a bill."""

from django.db import migrations, models
from kit.money import MoneyField


def rate():
    return models.DecimalField(max_digits=4, decimal_places=2, null=True)


class Migration(migrations.Migration):
    dependencies = [("orders", "0019_what_is_ordered_when")]

    operations = [
        migrations.AddField("knownproduct", "vat_rate", rate()),
        migrations.AddField("order", "vat_rate", rate()),
        migrations.AddField("order", "discount", MoneyField(db_default=0)),
        migrations.AddField("order", "voided", MoneyField(db_default=0)),
        migrations.AddField("ordersession", "paid", MoneyField(db_default=0)),
        migrations.AddField("ordersession", "pending", MoneyField(db_default=0)),
    ]
