"""`{% load ui %}`: the whole design system under one name; how to use it is in docs/design.md."""

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import mark_safe

from salesorg.lib.ui import blocks, fields, figures, marks

register = template.Library()
for part in (figures, marks, blocks):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, **attrs: object) -> dict[str, object]:
    """Label, control, help, errors. Attributes of the control with underscores: `data_draft="call-note"`.

    `label`, `hint` and `css` (of the wrapper) are ours and are not passed on.
    """
    own = {name: attrs.pop(name, "") for name in ("label", "hint", "css")}
    html = mark_safe(fields.control(bound, **attrs))
    return {"field": bound, "kind": fields.kind_of(bound), "control": html, **own}


@register.inclusion_tag("ui/form.html")
def form_fields(form: BaseForm) -> dict[str, object]:
    return {"form": form}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, object]:
    return {"form": form}


@register.simple_tag(takes_context=True)
def block_again(context: Context, name: str) -> str:
    """A block's text a second time: a page names its title once, for the browser's tab and for its heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return mark_safe(block.render(context)) if block else ""
