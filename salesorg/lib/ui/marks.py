"""Small marks within a line: icons, badges, people, keys, bars."""

import zlib
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from tablericons.templatetags.tablericons import icon as draw_icon

from salesorg.lib.ui.format import initials, key_label

register = template.Library()
AVATAR_COLOURS = ("blue", "azure", "indigo", "purple", "pink", "orange", "green", "teal")


@lru_cache(maxsize=1024)
def icon_svg(name: str, size: int, css: str) -> str:
    path = name if "/" in name else f"outline/{name}"
    return str(draw_icon(path, size=size, **{"class": f"icon {css}".strip(), "aria-hidden": "true"}))


@register.simple_tag
def icon(name: str, size: int = 20, css: str = "") -> str:
    """Decoration only: the words beside it, or an aria-label on the button, say what it means."""
    return mark_safe(icon_svg(str(name) + "", int(size), str(css) + ""))


@register.simple_tag
def kbd(code: str) -> SafeString:
    """The hint of a key inside its button: `<button data-key="KeyN">… {% kbd "KeyN" %}</button>`."""
    return format_html('<kbd class="key-hint" aria-hidden="true">{}</kbd>', key_label(code))


@register.simple_tag
def badge(text: object, color: str = "secondary", icon: str = "") -> SafeString:
    drawn = mark_safe(icon_svg(icon, 14, "")) if icon else ""
    return format_html('<span class="badge bg-{}-lt">{}{}</span>', color, drawn, text)


@register.simple_tag
def status(text: object, color: str = "secondary") -> SafeString:
    return format_html(
        '<span class="status status-{}"><span class="status-dot"></span>{}</span>', color, text
    )


@register.simple_tag
def avatar(name: object, size: str = "sm") -> SafeString:
    """Initials; the colour is the name's own, from a fixed set of classes, as the CSP forbids styles."""
    text = str(name)
    colour = AVATAR_COLOURS[zlib.crc32(text.encode()) % len(AVATAR_COLOURS)]
    return format_html(
        '<span class="avatar avatar-{} bg-{}-lt" aria-hidden="true">{}</span>',
        size,
        colour,
        initials(text) or "?",
    )


@register.inclusion_tag("ui/person.html")
def person(name: object, sub: object = "", url: str = "", size: str = "sm") -> dict[str, object]:
    return {"name": name, "sub": sub, "url": url, "size": size}


@register.inclusion_tag("ui/progress.html")
def progress(
    value: object, max: object = 100, label: object = "", color: str = "", text: object = ""
) -> dict[str, object]:
    return {"value": value, "max": max, "label": label, "color": color, "text": text}
