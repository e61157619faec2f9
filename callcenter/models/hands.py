"""Who is on a break holds no lead, and who holds a lead is on no break: the database's word on two tables."""

import pgtrigger


def never_both(name: str, person: str, other: str, other_person: str) -> pgtrigger.Trigger:
    """Return the trigger `name` that refuses a new open row of somebody (column `person`) who has one in the table `other`.

    Both tables ask under the same lock: of two tabs that begin a break and take a lead in the same instant the second
    waits for the first one's end and sees its row. A constraint cannot look at another table.
    """
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.ended_at IS NULL"),
        func=f"""
            PERFORM pg_advisory_xact_lock(hashtextextended('callcenter.hands', NEW.{person}));
            IF EXISTS (SELECT FROM {other} WHERE {other_person} = NEW.{person} AND ended_at IS NULL) THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,
    )  # fmt: skip
