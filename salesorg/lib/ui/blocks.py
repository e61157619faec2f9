"""Cards, tables, dialogs and the other parts that a page is put together from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def card(
    content: str, title: object = "", subtitle: object = "", icon: str = "", **options: object
) -> SafeString:
    """Options: id, css, flush (a table goes to the edges), action_url, action (a link on the right), tone (a coloured edge)."""
    context = {"content": content, "title": title, "subtitle": subtitle, "icon": icon, **options}
    return render_to_string("ui/card.html", context)


@register.simple_block_tag
def note(content: str, level: str = "info", title: object = "", icon: str = "") -> SafeString:
    """A message that stays on the page."""
    icons = {
        "info": "info-circle",
        "success": "circle-check",
        "warning": "alert-triangle",
        "danger": "alert-octagon",
    }
    context = {
        "content": content,
        "level": level,
        "title": title,
        "icon": icon or icons.get(level, "info-circle"),
    }
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
def chart(
    id: str, data: Mapping[str, Any], label: object, height: str = "", table: bool = True
) -> dict[str, object]:
    """`data`: type, labels, series [{label, data, color, hrefs}]; see docs/design.md.

    `table=False` only where the page itself shows the same figures as a table.
    """
    return {
        "data_id": f"{id}-data", "data": data, "label": label, "height": height, "with_table": table,
        "rows": chart_rows(data) if table else [],
    }  # fmt: skip


def chart_rows(data: Mapping[str, Any]) -> list[tuple[object, Sequence[object]]]:
    """The chart again as rows of a table, for those who cannot see it."""
    columns = [series["data"] for series in data["series"]]
    return [(label, [column[place] for column in columns]) for place, label in enumerate(data["labels"])]
