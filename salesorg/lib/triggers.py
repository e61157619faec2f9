"""Triggers that several tables share."""

import pgtrigger


def append_only(thing: str) -> list[pgtrigger.Trigger]:
    """Return the triggers by which the database itself refuses to change, delete or empty a table of `thing`."""
    return [
        pgtrigger.Protect(name=f"{thing}_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{thing}_is_never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=f"RAISE EXCEPTION '{thing} is append-only';",
        ),
    ]
