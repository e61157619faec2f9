"""Figures as people of each language write them. Pure: language in, text out."""

from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
MINUS = "\u2212"
SYMBOLS = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "KZT": "₸", "BYN": "Br"}
# Where the currency stands, the grouping mark and the decimal mark.
SYMBOL_LEADS = {"en"}
GROUPING = {"en": ","}
DECIMAL_MARK = {"en": "."}

Amount = Decimal | int | str


def to_decimal(amount: Amount) -> Decimal:
    """A float has already lost the kopeck that we would print, so it is a mistake of the caller."""
    if isinstance(amount, float):
        raise TypeError("figures are Decimal, int or str, never float")
    return Decimal(amount)


def grouped(amount: Decimal, language: str, places: int) -> str:
    rounded = abs(amount).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:,f}".partition(".")
    text = whole.replace(",", GROUPING.get(language, NBSP))
    if fraction:
        text += DECIMAL_MARK.get(language, ",") + fraction
    return MINUS + text if amount < 0 and rounded else text


def with_currency(number: str, currency: str, language: str) -> str:
    symbol = SYMBOLS.get(currency, currency)
    if not symbol:
        return number
    if language not in SYMBOL_LEADS:
        return f"{number}{NBSP}{symbol}"
    gap = NBSP if symbol.isalpha() else ""
    sign, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
    return f"{sign}{symbol}{gap}{digits}"


def money_text(amount: Amount, currency: str, language: str, places: int = 2) -> str:
    return with_currency(grouped(to_decimal(amount), language, places), currency, language)


def scaled(amount: Decimal) -> tuple[Decimal, int]:
    """The amount in thousands, millions or billions, and which of them (0 to 3)."""
    power = 0
    while power < 3 and abs(amount) >= 1000:
        amount, power = amount / 1000, power + 1
    return amount, power


def clock_text(seconds: float) -> str:
    """5:07, 1:02:03: the same form as timer.js counts in."""
    total = int(abs(seconds))
    hours, rest = divmod(total, 3600)
    minutes, secs = divmod(rest, 60)
    text = f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"
    return MINUS + text if seconds < 0 and total else text


def initials(name: str) -> str:
    words = [word for word in name.replace("«", " ").replace('"', " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


def key_label(code: str) -> str:
    """`KeyboardEvent.code` as it is printed on the key: KeyN -> N, Shift+Digit1 -> ⇧1."""
    names = {"Slash": "/", "Enter": "↵", "Space": "␣", "Escape": "Esc", "ArrowLeft": "←", "ArrowRight": "→"}
    prefix = "⇧" if code.startswith("Shift+") else ""
    bare = code.removeprefix("Shift+")
    return prefix + names.get(bare, bare.removeprefix("Key").removeprefix("Digit"))
