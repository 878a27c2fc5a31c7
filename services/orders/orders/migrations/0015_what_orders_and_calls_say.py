"""All categories and the phone of an order, and how a bill is going to be paid."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0014_how_a_place_works")]

    operations = [
        migrations.AddField(
            model_name='call',
            name='pay',
            field=models.CharField(blank=True, choices=[('cash', 'cash'), ('card', 'card')], db_default='', max_length=4),
        ),
        migrations.AddField(
            model_name='call',
            name='split',
            field=models.CharField(blank=True, choices=[('together', 'together'), ('separately', 'separately')], db_default='', max_length=10),
        ),
        migrations.AddField(
            model_name='knownproduct',
            name='categories',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
        ),
        migrations.AddField(
            model_name='order',
            name='categories',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
        ),
        migrations.AddField(
            model_name='order',
            name='guest_id',
            field=models.IntegerField(null=True),
        ),
    ]
