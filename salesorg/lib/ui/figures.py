"""Filters: figures and times, in the language and the time zone of whoever looks."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import get_timezone_location
from django import template
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from salesorg.lib.ui.format import Amount, clock_text, grouped, money_text, scaled, to_decimal, with_currency

register = template.Library()
NOTHING = "—"
DATE_FORMATS = {
    "short": {"en": "j M, H:i", "ru": "j b, H:i"},
    "date": {"en": "j M Y", "ru": "j b Y"},
    "day": {"en": "D, j M", "ru": "D, j b"},
    "time": {"en": "H:i"},
    "full": {"en": "j M Y, H:i", "ru": "j b Y, H:i"},
}


def language() -> str:
    return (get_language() or "en").split("-")[0]


@register.filter
def money(amount: Amount | None, currency: str = "") -> str:
    return NOTHING if amount is None or amount == "" else money_text(amount, currency, language())


@register.filter
def money_round(amount: Amount | None, currency: str = "") -> str:
    """Without kopecks: for tiles and charts, never for a statement."""
    return NOTHING if amount is None or amount == "" else money_text(amount, currency, language(), places=0)


@register.filter
def money_short(amount: Amount | None, currency: str = "") -> str:
    """12.6 M ₽: for tiles."""
    if amount is None or amount == "":
        return NOTHING
    value, power = scaled(to_decimal(amount))
    unit = ("", _("k"), _("M"), _("B"))[power]
    text = grouped(value, language(), places=1 if power and abs(value) < 100 else 0)
    gap = "" if language() == "en" else "\u00a0"
    return with_currency(f"{text}{gap}{unit}" if unit else text, currency, language())


@register.filter
def num(value: Amount | None, places: int = 0) -> str:
    return NOTHING if value is None or value == "" else grouped(to_decimal(value), language(), places)


@register.filter
def num_exact(value: Amount | None) -> str:
    """With all the digits it has and no idle zeros, as an exchange rate: 92.50000000 -> 92.5."""
    if value is None or value == "":
        return NOTHING
    exponent = to_decimal(value).normalize().as_tuple().exponent
    return num(value, max(0, -exponent) if isinstance(exponent, int) else 0)


@register.filter
def percent(ratio: Amount | None, places: int = 0) -> str:
    """0.184 -> 18%; of nothing -> a dash."""
    if ratio is None or ratio == "":
        return NOTHING
    gap = "" if language() == "en" else "\u00a0"
    return f"{grouped(to_decimal(ratio) * 100, language(), places)}{gap}%"


@register.filter
def clock(seconds: float | Decimal | None) -> str:
    return NOTHING if seconds is None else clock_text(float(seconds))


@register.filter
def zone_city(zone: str) -> str:
    """`Europe/Moscow` as people call it: Moscow."""
    try:
        return get_timezone_location(zone, locale=language(), return_city=True)
    except (LookupError, ValueError):
        return zone


@register.filter
def duration(seconds: float | Decimal | None) -> str:
    """2 h 05 min: for sums of time; `clock` is for a running one."""
    if seconds is None:
        return NOTHING
    hours, minutes = divmod(int(seconds) // 60, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}


def written(value: datetime | date, form: str) -> str:
    by_language = DATE_FORMATS[form]
    return formats.date_format(value, by_language.get(language(), by_language["en"]))


@register.filter
def localdt(value: datetime | date | None, form: str = "full") -> SafeString | str:
    """A time in the viewer's zone: full, short, date, day, time."""
    if value is None or value == "":
        return NOTHING
    if not isinstance(value, datetime):
        return format_html(
            '<time datetime="{}">{}</time>',
            value.isoformat(),
            written(value, "date" if form == "full" else form),
        )
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    title = f"{written(local, 'full')} {local.tzname() or ''}".strip()
    text = written(local, form).replace(" ", "\u00a0")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), title, text)


def readable_moment(value: object) -> str | None:
    """An ISO day or time out of stored data as people read it, in the viewer's zone; None if it is neither."""
    if not isinstance(value, str) or len(value) < 10 or value[4:5] != "-":
        return None
    try:
        # A bare day would parse as its midnight, too.
        moment = parse_date(value) if len(value) == 10 else parse_datetime(value)
    except ValueError:
        return None
    if moment is None:
        return None
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return written(moment, "full" if isinstance(moment, datetime) else "date")


@register.filter
def quoted(text: str) -> str:
    """Somebody's words in quotation marks; who typed marks of their own does not get them doubled."""
    said = str(text).strip().removeprefix("«").removesuffix("»") if text else ""
    return f"«{said.replace('«', '„').replace('»', '“')}»"
