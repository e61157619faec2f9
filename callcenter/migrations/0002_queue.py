from django.db import migrations

HOUR, DAY = 60, 24 * 60

# product.md 6, «Next attempt». Keys are KeyboardEvent.code.
# code, reached, retry, closes, callback, books, reason, dnc, wrong, colour, icon, key
DISPOSITIONS = [
    ("meeting_booked", True, None, 0, 0, 1, 0, 0, 0, "green", "calendar-check", "Digit1"),
    ("callback", True, None, 0, 1, 0, 0, 0, 0, "blue", "phone-calling", "Digit2"),
    ("no_answer", False, 4 * HOUR, 0, 0, 0, 0, 0, 0, "secondary", "phone-off", "Digit3"),
    ("busy", False, 30, 0, 0, 0, 0, 0, 0, "secondary", "phone-pause", "Digit4"),
    ("voicemail", False, DAY, 0, 0, 0, 0, 0, 0, "secondary", "mailbox", "Digit5"),
    ("gatekeeper", False, DAY, 0, 0, 0, 0, 0, 0, "yellow", "user-x", "Digit6"),
    ("not_interested", True, None, 1, 0, 0, 1, 0, 0, "red", "thumb-down", "Digit7"),
    ("not_a_fit", True, None, 1, 0, 0, 0, 0, 0, "red", "puzzle-off", "Digit8"),
    ("wrong_number", False, None, 1, 0, 0, 0, 0, 1, "red", "phone-x", "Digit9"),
    ("do_not_call", True, None, 1, 0, 0, 0, 1, 0, "dark", "ban", "Digit0"),
]


def add_dispositions(apps, schema_editor):
    disposition = apps.get_model("callcenter", "Disposition")
    for position, (code, reached, retry, closes, callback, books, reason, dnc, wrong, colour, icon, key) in enumerate(
        DISPOSITIONS
    ):
        disposition.objects.create(
            code=code, position=position, key=key, reached=reached, retry_minutes=retry, closes=bool(closes),
            asks_callback=bool(callback), books=bool(books), needs_reason=bool(reason), forbids_calls=bool(dnc),
            marks_number_wrong=bool(wrong), colour=colour, icon=icon,
        )


class Migration(migrations.Migration):
    dependencies = [("callcenter", "0001_initial")]

    operations = [
        migrations.RunPython(add_dispositions, migrations.RunPython.noop),
        # Dead entries at the head of the queue's index cost more than anything else: with the default settings the
        # claim rate halved within a minute (docs/decisions/0003).
        migrations.RunSQL(
            """
            ALTER TABLE callcenter_lead SET (
                autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
                autovacuum_vacuum_cost_delay = 0, autovacuum_vacuum_insert_scale_factor = 0.05, fillfactor = 85);
            ALTER TABLE callcenter_claim SET (
                autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
                autovacuum_vacuum_cost_delay = 0, fillfactor = 85);
            """,
            migrations.RunSQL.noop,
        ),
    ]
