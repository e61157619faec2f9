"""`{% load ui %}`: icons, figures and the small components. Pages are documented in docs/design.md."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from tablericons.templatetags.tablericons import icon as draw_icon

from salesorg.lib.ui import fields
from salesorg.lib.ui.format import (
    Amount,
    clock_text,
    grouped,
    initials,
    key_label,
    money_text,
    scaled,
    to_decimal,
    with_currency,
)

register = template.Library()
NOTHING = "—"
AVATAR_COLOURS = ("blue", "azure", "indigo", "purple", "pink", "orange", "green", "teal")
DATE_FORMATS = {
    "short": {"en": "j M, H:i", "ru": "j b, H:i"},
    "date": {"en": "j M Y", "ru": "j b Y"},
    "day": {"en": "D, j M", "ru": "D, j b"},
    "time": {"en": "H:i"},
    "full": {"en": "j M Y, H:i", "ru": "j b Y, H:i"},
}


def language() -> str:
    return (get_language() or "en").split("-")[0]


# --- Figures -------------------------------------------------------------------------------------


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
    return with_currency(f"{text}\u00a0{unit}" if unit else text, currency, language())


@register.filter
def num(value: Amount | None, places: int = 0) -> str:
    return NOTHING if value is None or value == "" else grouped(to_decimal(value), language(), places)


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
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), written(value, "date" if form == "full" else form))
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    title = f"{written(local, 'full')} {local.tzname() or ''}".strip()
    text = written(local, form).replace(" ", "\u00a0")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), title, text)


# --- Marks ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def icon_svg(name: str, size: int, css: str) -> str:
    path = name if "/" in name else f"outline/{name}"
    return str(draw_icon(path, size=size, **{"class": f"icon {css}".strip(), "aria-hidden": "true"}))


@register.simple_tag
def icon(name: str, size: int = 20, css: str = "") -> str:
    """Decoration only: the words beside it, or an aria-label on the button, say what it means."""
    return mark_safe(icon_svg(str(name) + "", int(size), str(css) + ""))  # noqa: S308


@register.simple_tag
def kbd(code: str) -> SafeString:
    """The hint of a key inside its button: `<button data-key="KeyN">… {% kbd "KeyN" %}</button>`."""
    return format_html('<kbd class="key-hint" aria-hidden="true">{}</kbd>', key_label(code))


@register.simple_tag
def badge(text: object, color: str = "secondary", icon: str = "") -> SafeString:
    drawn = mark_safe(icon_svg(icon, 14, "")) if icon else ""  # noqa: S308
    return format_html('<span class="badge bg-{}-lt">{}{}</span>', color, drawn, text)


@register.simple_tag
def status(text: object, color: str = "secondary") -> SafeString:
    return format_html('<span class="status status-{}"><span class="status-dot"></span>{}</span>', color, text)


@register.simple_tag
def avatar(name: object, size: str = "sm") -> SafeString:
    """Initials; the colour is the name's own, from a fixed set of classes, as the CSP forbids styles."""
    text = str(name)
    colour = AVATAR_COLOURS[zlib.crc32(text.encode()) % len(AVATAR_COLOURS)]
    return format_html(
        '<span class="avatar avatar-{} bg-{}-lt" aria-hidden="true">{}</span>', size, colour, initials(text) or "?"
    )


@register.inclusion_tag("ui/person.html")
def person(name: object, sub: object = "", url: str = "", size: str = "sm") -> dict[str, object]:
    return {"name": name, "sub": sub, "url": url, "size": size}


@register.inclusion_tag("ui/progress.html")
def progress(value: object, max: object = 100, label: object = "", color: str = "", text: object = "") -> dict[str, object]:
    return {"value": value, "max": max, "label": label, "color": color, "text": text}


# --- Blocks --------------------------------------------------------------------------------------


@register.simple_block_tag
def card(content: str, title: object = "", subtitle: object = "", icon: str = "", **options: object) -> SafeString:
    """Options: id, css, flush (a table goes to the edges), action_url, action (a link on the right), tone (a coloured edge)."""
    context = {"content": content, "title": title, "subtitle": subtitle, "icon": icon, **options}
    return render_to_string("ui/card.html", context)


@register.simple_block_tag
def note(content: str, level: str = "info", title: object = "", icon: str = "") -> SafeString:
    """A message that stays on the page."""
    icons = {"info": "info-circle", "success": "circle-check", "warning": "alert-triangle", "danger": "alert-octagon"}
    context = {"content": content, "level": level, "title": title, "icon": icon or icons.get(level, "info-circle")}
    return render_to_string("ui/note.html", context)


@register.simple_block_tag
def dialog(content: str, id: str, title: object, css: str = "") -> SafeString:
    """Opened by `<button data-dialog-open="ID">`, closed by Escape, its cross or `data-dialog-close`."""
    return render_to_string("ui/dialog.html", {"content": content, "id": id, "title": title, "css": css})


@register.simple_block_tag
def table(content: str, label: object, css: str = "table-hover", tall: bool = False) -> SafeString:
    """Scrolls inside itself, by keyboard too. `css="table-hover table-cards"`: cards on a phone (cells need data-label)."""
    return render_to_string("ui/table.html", {"content": content, "label": label, "css": css, "tall": tall})


@register.simple_block_tag
def menu(content: str, label: object, icon: str = "", css: str = "btn", align: str = "") -> SafeString:
    """A drop-down on `<details>`: works without JavaScript."""
    context = {"content": content, "label": label, "icon": icon, "css": css, "align": align}
    return render_to_string("ui/menu.html", context)


@register.inclusion_tag("ui/stat.html")
def stat(label: object, value: object, **options: object) -> dict[str, object]:
    """Options: icon, color, url, delta («+8 %»), trend (up|down|flat), good (is that trend good news), hint."""
    trend, good = options.get("trend", ""), options.get("good", options.get("trend") != "down")
    tone = "secondary" if trend in ("", "flat") else "green" if good else "red"
    return {"label": label, "value": value, "tone": tone, **options}


@register.inclusion_tag("ui/empty.html")
def empty(icon: str, title: object, text: object = "", **options: object) -> dict[str, object]:
    """Options: url and action (the next thing to do), action_icon."""
    return {"icon": icon, "title": title, "text": text, **options}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Iterable[object], **options: object) -> dict[str, object]:
    """Each: at, title; if any: text, who, icon, color, url."""
    return {"events": events, **options}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Iterable[object], label: object = "") -> dict[str, object]:
    """Each: label, url, active; if any: count, icon."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: object, **options: object) -> dict[str, object]:
    """`page`: Django's Page, or anything with its names; `page.capped` says that the total is only a lower bound."""
    return {"request": context.get("request"), "page": page, **options}


@register.inclusion_tag("ui/live_stamp.html")
def live_stamp(target: str) -> dict[str, object]:
    """«Updated 12:03:05» of the live part whose id is given; says so when it has gone stale."""
    return {"target": target}


@register.inclusion_tag("ui/chart.html")
def chart(id: str, data: Mapping[str, Any], label: object, height: str = "") -> dict[str, object]:
    """`data`: type, labels, series [{label, data, color, hrefs}]; see docs/design.md."""
    return {"data_id": f"{id}-data", "data": data, "label": label, "height": height, "rows": chart_rows(data)}


def chart_rows(data: Mapping[str, Any]) -> list[tuple[object, Sequence[object]]]:
    """The chart again as rows of a table, for those who cannot see it."""
    columns = [series["data"] for series in data["series"]]
    return [(label, [column[place] for column in columns]) for place, label in enumerate(data["labels"])]


# --- Forms ---------------------------------------------------------------------------------------


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, **attrs: object) -> dict[str, object]:
    """Label, control, help, errors. Attributes of the control with underscores: `data_draft="call-note"`.

    `label`, `hint` and `css` (of the wrapper) are ours and are not passed on.
    """
    own = {name: attrs.pop(name, "") for name in ("label", "hint", "css")}
    kind = fields.kind_of(bound)
    return {"field": bound, "kind": kind, "control": mark_safe(fields.control(bound, **attrs)), **own}  # noqa: S308


@register.inclusion_tag("ui/form.html")
def form_fields(form: BaseForm) -> dict[str, object]:
    return {"form": form}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, object]:
    return {"form": form}


# --- Page ----------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def block_again(context: Context, name: str) -> str:
    """A block's text a second time: a page names its title once, for the browser's tab and for its heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return mark_safe(block.render(context)) if block else ""  # noqa: S308
