from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from salesorg.lib.background import run_after_commit
from salesorg.people.models import User
from salesorg.sales.actions._bank_line import finance_only
from salesorg.sales.bank.columns import SKIP, mapping_error
from salesorg.sales.bank_layouts import remember
from salesorg.sales.bank_refusals import ColumnsWrong, StatementStarted
from salesorg.sales.models import BankStatement


@transaction.atomic
def confirm_statement(
    *, actor: User | None, statement: BankStatement, mapping: Mapping[str, str], order: str, at: datetime
) -> BankStatement:
    """Queue a previewed statement: `mapping` is column -> field, `order` of day and month with slashes `dmy` or `mdy`.

    The next file with the same columns is read alike, without a question. Refusals: `NotYours`, `StatementStarted`,
    `ColumnsWrong` (says what is wrong).
    """
    finance_only(actor)
    statement = BankStatement.objects.select_for_update().get(pk=statement.pk)
    if statement.status != BankStatement.Status.PREVIEW:
        raise StatementStarted
    columns = statement.reading["columns"]
    if wrong := mapping_error(mapping, columns):
        raise ColumnsWrong(wrong)
    whole = {name: mapping.get(name, SKIP) for name in columns}
    order = order if order in ("dmy", "mdy") else "dmy"
    statement.reading = {**statement.reading, "mapping": whole, "order": order}
    statement.status = BankStatement.Status.QUEUED
    statement.save(update_fields=["reading", "status"])
    remember(columns, whole, order, at)
    run_after_commit("salesorg.sales.tasks.read_bank_statement", statement.pk)
    return statement
