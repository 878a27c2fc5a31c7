"""Tables that stay, the sittings at them, and what became of a session."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_units_of_counted_products")]

    operations = [
        migrations.CreateModel(
            name='Table',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('location_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('folded_hash', models.CharField(max_length=64)),
                ('code', models.CharField(max_length=8, unique=True)),
                ('seats', models.SmallIntegerField(null=True)),
                ('x', models.SmallIntegerField(null=True)),
                ('y', models.SmallIntegerField(null=True)),
                ('is_active', models.BooleanField(default=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('location_id', 'folded_hash'), name='orders_table_name'), models.CheckConstraint(condition=models.Q(models.Q(('x', None), ('y', None)), models.Q(('x__isnull', False), ('y__isnull', False)), _connector='OR'), name='orders_table_position')],
            },
        ),
        migrations.CreateModel(
            name='TableCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='ordersession',
            name='merged_into',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='orders.ordersession'),
        ),
        migrations.AddField(
            model_name='ordersession',
            name='word',
            field=models.CharField(blank=True, db_default='', max_length=4),
        ),
        migrations.AddField(
            model_name='ordersession',
            name='table',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='orders.table'),
        ),
        migrations.AddConstraint(
            model_name='ordersession',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'OPEN')), fields=('table',), name='orders_open_session_table'),
        ),
        migrations.AddField(
            model_name='tablecall',
            name='table',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='orders.table'),
        ),
        migrations.AddConstraint(
            model_name='tablecall',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('table',), name='orders_open_table_call'),
        ),
    ]
