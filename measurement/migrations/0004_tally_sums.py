from django.db import migrations, models


def fill(apps, schema_editor):
    """The sums of the tallies there are; from here on they are written with them."""
    rows = apps.get_model("measurement", "Tally").objects.using(schema_editor.connection.alias).order_by("pk")
    found = [(sum(counts), sum(hits), pk) for pk, counts, hits in rows.values_list("pk", "counts", "hits").iterator()]
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany("UPDATE measurement_tally SET n = %s, top = %s WHERE id = %s", found)


class Migration(migrations.Migration):

    dependencies = [
        ("measurement", "0003_which_surveys_count"),
    ]

    operations = [
        migrations.AddField(
            model_name="tally",
            name="n",
            field=models.PositiveIntegerField(default=0, help_text="the sum of counts"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="tally",
            name="top",
            field=models.PositiveIntegerField(default=0, help_text="the sum of hits"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
