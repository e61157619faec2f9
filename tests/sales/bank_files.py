"""Statements as banks give them: in code, so that the tests need nothing beside themselves."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook

OURS = "40702810900000012345"
THEIRS = "40702810500000054321"


@dataclass(frozen=True)
class Move:
    """One movement to be written into a file; negative went out."""

    amount: str
    purpose: str = ""
    tax_id: str = "7707083893"
    payer: str = "ООО «Ромашка»"
    day: date = date(2026, 11, 12)
    document: str = "101"
    account: str = THEIRS


def one_c(moves: Iterable[Move], *, whole: bool = True, ours: str = OURS, stated: bool = True) -> str:
    """A «1CClientBankExchange» file, as the online bank of a Russian bank writes it."""
    moves = list(moves)
    came = sum((Decimal(m.amount) for m in moves if Decimal(m.amount) > 0), Decimal(0))
    went = -sum((Decimal(m.amount) for m in moves if Decimal(m.amount) < 0), Decimal(0))
    lines = [
        "1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "Отправитель=Банк", "Получатель=",
        "ДатаСоздания=13.11.2026", "ДатаНачала=01.11.2026", "ДатаКонца=13.11.2026", f"РасчСчет={ours}",
        "СекцияРасчСчет", "ДатаНачала=01.11.2026", f"РасчСчет={ours}", "НачальныйОстаток=0.00",
        *([f"ВсегоПоступило={came}", f"ВсегоСписано={went}"] if stated else []), "КонецРасчСчет",
    ]  # fmt: skip
    for move in moves:
        lines += _document(move, ours)
    return "\r\n".join([*lines, *(["КонецФайла"] if whole else [])]) + "\r\n"


def _document(move: Move, ours: str) -> list[str]:
    incoming = Decimal(move.amount) > 0
    sender, receiver = (move.account, ours) if incoming else (ours, move.account)
    us, them = ("ООО «Мы»", "7701000000"), (move.payer, move.tax_id)
    (payer, payer_id), (payee, payee_id) = (them, us) if incoming else (us, them)
    day = move.day.strftime("%d.%m.%Y")
    return [
        "СекцияДокумент=Платежное поручение", f"Номер={move.document}", f"Дата={day}",
        f"Сумма={move.amount.lstrip('-')}", f"ПлательщикСчет={sender}", f"{'ДатаПоступило' if incoming else 'ДатаСписано'}={day}",
        f"Плательщик=ИНН {payer_id} {payer}", f"ПлательщикИНН={payer_id}", f"Плательщик1={payer}",
        f"ПолучательСчет={receiver}", f"Получатель={payee}", f"ПолучательИНН={payee_id}", "ВидОплаты=01",
        f"НазначениеПлатежа={move.purpose}", "КонецДокумента",
    ]  # fmt: skip


HEADINGS = ["Дата операции", "Номер документа", "Дебет", "Кредит", "Контрагент", "ИНН контрагента", "Счет контрагента",
            "Назначение платежа"]  # fmt: skip


def russian_csv(moves: Iterable[Move], *, preamble: bool = True) -> str:
    """Semicolons, decimal commas, blanks between thousands, debit and credit apart, a preamble and a total."""
    moves = list(moves)
    rows = [";".join(HEADINGS)]
    for move in moves:
        amount = Decimal(move.amount)
        money = f"{abs(amount):,.2f}".replace(",", "\u00a0").replace(".", ",")
        debit, credit = ("", money) if amount > 0 else (money, "")
        rows.append(";".join([
            move.day.strftime("%d.%m.%Y"), move.document, debit, credit, move.payer, move.tax_id, move.account,
            f'"{move.purpose}"',
        ]))  # fmt: skip
    above = [
        "Выписка по счёту;;;;;;;",
        f"Счёт;{OURS};;;;;;",
        "Период;01.11.2026 - 13.11.2026;;;;;;",
        ";;;;;;;",
    ]
    total = f"Итого оборотов;;;{sum(Decimal(m.amount) for m in moves if Decimal(m.amount) > 0)};;;;"
    return "\n".join([*(above if preamble else []), *rows, total]) + "\n"


def us_csv(moves: Iterable[Move]) -> str:
    """Commas, decimal points, US days, one signed column."""
    rows = ["Posting Date,Description,Payer,Amount"]
    rows += [
        f'{move.day:%m/%d/%Y},"{move.purpose}","{move.payer}","{Decimal(move.amount):,.2f}"' for move in moves
    ]
    return "\n".join(rows) + "\n"


def xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    """A spreadsheet of these rows."""
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(file)
    return file.getvalue()
