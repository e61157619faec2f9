"""Django form fields drawn with Tabler's controls: no widget classes in forms."""

from django.forms import BoundField, widgets

CHECKS = (widgets.CheckboxInput,)
GROUPS = (widgets.RadioSelect, widgets.CheckboxSelectMultiple)
SELECTS = (widgets.Select, widgets.SelectMultiple)


def kind_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, GROUPS):
        return "group"
    return "check" if isinstance(widget, CHECKS) else "control"


def control_class(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CHECKS + GROUPS):
        name = "form-check-input"
    elif isinstance(widget, SELECTS):
        name = "form-select"
    else:
        name = "form-control"
    own = str(widget.attrs.get("class", "")).split()
    return " ".join(dict.fromkeys([name, *own, *(["is-invalid"] if bound.errors else [])]))


def control(bound: BoundField, **attrs: object) -> str:
    """The widget's HTML; `data_draft="note"` becomes `data-draft="note"`."""
    widget = bound.field.widget
    own = {
        name.replace("_", "-"): value if isinstance(value, bool) else str(value)
        for name, value in attrs.items()
    }
    all_attrs: dict[str, str | bool] = {"class": control_class(bound), **own}
    # Ten rows are Django's own default, seldom anybody's wish.
    if isinstance(widget, widgets.Textarea) and widget.attrs.get("rows") == "10":
        all_attrs.setdefault("rows", "3")
    if isinstance(widget, GROUPS):
        # Its options are drawn one by one and take their attributes from the widget; a form owns a copy of its fields.
        widget.attrs.update(all_attrs)
        return ""
    return bound.as_widget(attrs=all_attrs)
