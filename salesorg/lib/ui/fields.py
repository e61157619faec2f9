"""Django form fields drawn with Tabler's controls: no FORM_RENDERER, no widget classes in forms."""

from django.forms import BoundField, widgets

CHECKS = (widgets.CheckboxInput,)
CHOICES_IN_A_ROW = (widgets.RadioSelect, widgets.CheckboxSelectMultiple)
SELECTS = (widgets.Select, widgets.SelectMultiple)


def kind_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, CHOICES_IN_A_ROW):
        return "group"
    return "check" if isinstance(widget, CHECKS) else "control"


def control_class(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CHECKS + CHOICES_IN_A_ROW):
        name = "form-check-input"
    elif isinstance(widget, SELECTS):
        name = "form-select"
    else:
        name = "form-control"
    own = str(widget.attrs.get("class", ""))
    return " ".join(filter(None, (name, own, "is-invalid" if bound.errors else "")))


def control(bound: BoundField, **attrs: object) -> str:
    """The widget's HTML; `data_draft="note"` becomes `data-draft="note"`."""
    extra = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    defaults = {"class": control_class(bound)}
    if isinstance(bound.field.widget, widgets.Textarea) and "rows" not in bound.field.widget.attrs | extra:
        defaults["rows"] = "3"
    if isinstance(bound.field.widget, widgets.Textarea):
        # Django's own default is a width that the column does not have.
        defaults["cols"] = ""
    return str(bound.as_widget(attrs={**defaults, **extra}))
