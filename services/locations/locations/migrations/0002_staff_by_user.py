from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('locations', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='locationstaff',
            index=models.Index(fields=['user_id', 'location'], name='location_staff_user'),
        ),
    ]
