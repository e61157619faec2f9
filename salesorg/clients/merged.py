"""A company that was merged into another one has nothing of its own any more."""

import pgtrigger


def not_of_a_merged_company(thing: str) -> pgtrigger.Trigger:
    """Return the trigger by which a table of `thing` refuses rows of a merged company; the writer holds the company's lock."""
    name = f"{thing}_not_of_a_merged_company"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("company_id"),
        func=f"""
            IF EXISTS (SELECT FROM clients_company WHERE id = NEW.company_id AND merged_into_id IS NOT NULL) THEN
                RAISE EXCEPTION 'this company was merged into another one'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,
    )
