import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def printed_for_its_placing(apps, schema_editor):
    """Every document made so far says the placing of its honour."""
    honours = apps.get_model("recognition", "Honour").objects.filter(pk=OuterRef("honour_id"))
    apps.get_model("recognition", "Document").objects.update(placing_id=Subquery(honours.values("placing_id")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_american_spelling"),
        ("recognition", "0003_certified_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="honour",
            name="appears_as",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.placing",
            ),
        ),
        migrations.AddField(
            model_name="honour",
            name="revealed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="document",
            name="placing",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.placing"
            ),
        ),
        migrations.RunPython(printed_for_its_placing, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="document",
            name="placing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.placing"
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[("certificate", "Certificate"), ("plaque", "Plaque"), ("larger_plaque", "Larger plaque")],
                max_length=20,
            ),
        ),
        migrations.RemoveConstraint(model_name="document", name="one_document_per_version"),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("honour", "kind", "version", "placing"), name="one_document_per_version"
            ),
        ),
    ]
