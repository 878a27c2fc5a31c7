import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kit', '0002_idempotent_answer_status'),
    ]

    operations = [
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('key', models.CharField(max_length=200)),
                ('payload', models.JSONField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('dead', 'Dead')], default='waiting', max_length=10)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('error', models.CharField(default='', max_length=500)),
                ('request_id', models.CharField(default='', max_length=64)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('state__in', ['waiting', 'dead'])), fields=['state', 'due_at'], name='kit_errand_open'),
                    models.Index(condition=models.Q(('state', 'done')), fields=['ended_at'], name='kit_errand_ended'),
                ],
                'constraints': [models.UniqueConstraint(fields=('name', 'key'), name='kit_errand_name_key')],
            },
        ),
    ]
