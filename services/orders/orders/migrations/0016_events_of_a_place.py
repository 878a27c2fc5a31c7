"""Events that are of no session."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0015_what_orders_and_calls_say")]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='seq',
            field=models.BigIntegerField(db_default=0),
        ),
        migrations.AlterField(
            model_name='event',
            name='session',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='orders.ordersession'),
        ),
    ]
