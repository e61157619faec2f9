"""The bank's file of the last days: most of its lines find their sale by themselves, some wait for finance."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from salesorg.dashboards.demo.stage import Stage
from salesorg.lib.money import to_cents
from salesorg.sales.actions import confirm_statement, read_statement, upload_statement
from salesorg.sales.models import BankStatement, Sale
from salesorg.sales.queries import sales_visible_to

OURS = "40702810900000012345"
SALES_MOST = 24


@dataclass(frozen=True)
class Entry:
    """One line of the file; negative went out."""

    day: date
    document: int
    amount: Decimal
    payer: str
    purpose: str


def bring_statement(stage: Stage, at: datetime) -> None:
    """Finance uploads a statement; what is owed is paid, mostly as one should."""
    finn = stage.person("finn")
    owing = sales_visible_to(finn).filter(received=0, sold_at__lte=at - timedelta(days=2)).order_by("id")
    last, russian = at.astimezone(stage.zone).date() - timedelta(days=1), stage.scenery.language == "ru"
    paid = sales_visible_to(finn).filter(received__gt=0).order_by("-id")
    entries = _entries(stage, list(owing[:SALES_MOST]), last) + _odd(list(paid[:3]), last, russian)
    entries.sort(key=lambda one: (one.day, one.document))
    if not entries:
        return
    content = one_c(entries).encode("cp1251", "replace") if russian else table(entries).encode()
    name = f"kl_to_1c_{entries[-1].day:%Y%m%d}.txt" if russian else f"statement-{entries[-1].day}.csv"
    statement = upload_statement(actor=finn, file=io.BytesIO(content), file_name=name, at=at)
    if statement.status == BankStatement.Status.PREVIEW:
        reading = statement.reading
        confirm_statement(
            actor=finn, statement=statement, mapping=reading["mapping"], order=reading["order"], at=at
        )
    read_statement(statement=statement, at=at)


def _entries(stage: Stage, sales: list[Sale], last: date) -> list[Entry]:
    """Two thirds name their sale; the others say too little or pay too much."""
    entries: list[Entry] = []
    russian = stage.scenery.language == "ru"
    for n, sale in enumerate(sales):
        day = last - timedelta(days=(len(sales) - n) * 3 // max(1, len(sales)))
        amount, purpose = (
            sale.amount,
            f"Оплата по счету {sale.number}" if russian else f"Invoice {sale.number}",
        )
        if n % 6 == 3:
            purpose = "Оплата по договору за оборудование" if russian else "Payment for equipment"
        elif n % 6 == 5 and n % 4:
            amount += Decimal(1000)
        elif n % 6 == 1 and russian:
            purpose = f"оплата С{sale.number[1:].replace('-', ' ')}, НДС в том числе"
        entries.append(Entry(day, 1000 + n, amount, sale.company.name, purpose))
    return entries


def _odd(paid: list[Sale], last: date, russian: bool) -> list[Entry]:
    """What every statement has: the bank's fee, the rent, somebody unknown; a sale paid twice, a part to be given back."""

    def entry(document: int, amount: str | Decimal, payer: str, words: tuple[str, str]) -> Entry:
        return Entry(last, document, Decimal(amount), payer, words[0] if russian else words[1])

    entries = [
        entry(
            2001, "-490.00", "Банк" if russian else "Our bank", ("Комиссия за ведение счета", "Account fee")
        ),
        entry(
            2002, "-85000.00", "ООО «Офис»" if russian else "Office Park LLC", ("Аренда офиса", "Office rent")
        ),
        entry(2003, "12400.00", "ИП Соколов" if russian else "R. Falcon", ("Оплата", "Payment")),
    ]
    for n, sale in enumerate(paid):
        if n % 2 == 0:
            text = (f"Доплата по счету {sale.number}", f"Balance of invoice {sale.number}")
            entries.append(entry(2010 + n, to_cents(sale.amount / 10), sale.company.name, text))
        else:
            text = (f"Возврат по счету {sale.number}", f"Refund for invoice {sale.number}")
            entries.append(entry(2010 + n, -to_cents(sale.received / 5), sale.company.name, text))
    return entries


def one_c(entries: list[Entry]) -> str:
    """The file as a Russian online bank gives it for 1C."""
    came = sum((one.amount for one in entries if one.amount > 0), Decimal("0.00"))
    went = -sum((one.amount for one in entries if one.amount < 0), Decimal("0.00"))
    lines = [
        "1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", f"РасчСчет={OURS}", "СекцияРасчСчет",
        f"РасчСчет={OURS}", f"ВсегоПоступило={came}", f"ВсегоСписано={went}", "КонецРасчСчет",
    ]  # fmt: skip
    for one in entries:
        ours, theirs = f"Счет={OURS}", f"Счет=4070281050000{one.document:07d}"
        payer, payee = (theirs, ours) if one.amount > 0 else (ours, theirs)
        side, moved = ("Плательщик1", "ДатаПоступило") if one.amount > 0 else ("Получатель1", "ДатаСписано")
        lines += [
            "СекцияДокумент=Платежное поручение", f"Номер={one.document}", f"Дата={one.day:%d.%m.%Y}",
            f"{moved}={one.day:%d.%m.%Y}", f"Сумма={abs(one.amount)}", f"Плательщик{payer}", f"Получатель{payee}",
            f"{side}={one.payer}", f"НазначениеПлатежа={one.purpose}", "КонецДокумента",
        ]  # fmt: skip
    return "\r\n".join([*lines, "КонецФайла", ""])


def table(entries: list[Entry]) -> str:
    """The file as an American bank gives it."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Posting Date", "Reference Number", "Payer", "Description", "Amount"])
    for one in entries:
        rows.writerow([f"{one.day:%m/%d/%Y}", one.document, one.payer, one.purpose, f"{one.amount:,.2f}"])
    return out.getvalue()
