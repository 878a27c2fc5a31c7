from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('devices', '0001_devices'),
    ]

    operations = [
        migrations.AlterField(
            model_name='command',
            name='outcome',
            field=models.CharField(blank=True, choices=[('answered', 'Answered'), ('unsent', 'Unsent'), ('unanswered', 'Unanswered'), ('replaced', 'Replaced')], max_length=10),
        ),
    ]
