"""What is typed on this stage's pages."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from farmers.models import Request, ServiceLevel, Touch
from farmers.queries import FarmerLoad
from salesorg.lib.ui.amount_field import AmountField
from salesorg.lib.ui.figures import num
from salesorg.lib.ui.format import grouped
from salesorg.people.models import Role, User
from salesorg.sales.actions import LineInput
from salesorg.sales.models import Product

ATTEMPT = "attempt"
SHOW = [
    ("", _("All")),
    ("neglected", _("Neglected")),
    ("promises", _("Promise overdue")),
    ("requests", _("Request unanswered")),
    ("due", _("Contact due")),
]


def day(**options: Any) -> forms.DateField:
    """A day, picked with the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def moment(**options: Any) -> forms.DateTimeField:
    """A day and time in the viewer's time zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **options
    )


def note(rows: int = 2, *, first: bool = False, **options: Any) -> forms.CharField:
    """Some lines of text; `first`: the cursor begins here."""
    attrs = {"rows": rows} | ({"autofocus": True} if first else {})
    return forms.CharField(widget=forms.Textarea(attrs=attrs), **options)


class PortfolioFilter(forms.Form):
    search = forms.CharField(label=_("Company"), required=False, max_length=100)
    show = forms.ChoiceField(label=_("Show"), choices=SHOW, required=False)
    level = forms.ModelChoiceField(
        label=_("Service level"), queryset=ServiceLevel.objects.all(), required=False, empty_label=_("All")
    )
    farmer = forms.ModelChoiceField(
        label=_("Farmer"), queryset=User.objects.none(), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person.is_in(Role.FARMER):
            del self.fields["farmer"]
            return
        self.fields["farmer"].queryset = User.objects.in_role(Role.FARMER, Role.FARMERS_HEAD)  # type: ignore[attr-defined]
        self.fields["show"].choices = [*SHOW, ("queue", _("Waiting for a farmer"))]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What fits; a nonsensical field is as good as empty."""
        self.is_valid()
        return self.cleaned_data


class TouchForm(forms.Form):
    """`kind` is the button that was pressed."""

    kind = forms.ChoiceField(label=_("Contact"), choices=[*Touch.Kind.choices, (ATTEMPT, _("Not reached"))])
    note = note(label=_("Note"), required=False, max_length=5000)
    next_touch_on = day(label=_("Next contact on"), required=False)
    quiet_until = day(label=_("Wishes for silence until"), required=False)
    touched_at = moment(label=_("When it was, if not now"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind"):
            data["is_real"] = data["kind"] != ATTEMPT
            data["kind"] = data["kind"] if data["is_real"] else Touch.Kind.CALL
        return data


class PromiseForm(forms.Form):
    text = note(first=True, label=_("What was promised"), max_length=500)
    due_on = day(label=_("By"))


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it"), choices=Request.Kind.choices, widget=forms.RadioSelect)
    text = note(3, first=True, label=_("What the client wants"), max_length=1000)
    received_at = moment(label=_("When it came, if not now"), required=False)


class AnswerForm(forms.Form):
    answer = note(3, first=True, label=_("What the client was answered"), max_length=1000)
    final = forms.BooleanField(label=_("This settles the matter"), required=False, initial=True)


class ReassignForm(forms.Form):
    farmer = forms.ModelChoiceField(label=_("New farmer"), queryset=User.objects.none())
    reason = note(label=_("Why"), max_length=500)

    def __init__(self, *args: Any, loads: Sequence[FarmerLoad], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["farmer"]
        known = {load.farmer.pk: load for load in loads}
        field.queryset = User.objects.in_role(Role.FARMER, Role.FARMERS_HEAD)  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: describe_farmer(person, known.get(person.pk))  # type: ignore[attr-defined]


def describe_farmer(person: User, load: FarmerLoad | None) -> str:
    """«Flo Abernathy: 12.0 of 17.0», and what speaks against it."""
    if load is None:
        return person.name
    said = f"{person.name}: {num(load.load, 1)} / {num(load.capacity, 1)}"
    return f"{said} · {load.word}" if load.word else said


class LevelForm(forms.Form):
    level = forms.ModelChoiceField(
        label=_("Service level"),
        queryset=ServiceLevel.objects.all(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_(
            "The limits count from the last contact: by a stricter level the client may be neglected or lost at once."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].label_from_instance = describe_level  # type: ignore[attr-defined]


def describe_level(level: ServiceLevel) -> str:
    """«B: every 14 days, neglected after 30, weighs 1.0»."""
    text = _("%(code)s: contact every %(touch)s days, neglected after %(neglect)s, weighs %(weight)s")
    return text % {
        "code": level.code, "touch": level.touch_days, "neglect": level.neglect_days, "weight": level.weight
    }  # fmt: skip


class SaleForm(forms.Form):
    note = note(label=_("Note"), required=False, max_length=2000)


class ProductField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A product with its list price, because an empty price means that one."""

    def label_from_instance(self, product: Product) -> str:
        return f"{product.name} · {grouped(product.price, get_language() or 'en', 2)}"


class LineForm(forms.Form):
    product = ProductField(
        label=_("Product"), queryset=Product.objects.filter(is_active=True), empty_label="—"
    )
    quantity = AmountField(
        label=_("Quantity"),
        max_digits=10,
        decimal_places=2,
        initial=1,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    price = AmountField(
        label=_("Own price"), max_digits=12, decimal_places=2, required=False,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    discount = AmountField(
        label=_("Discount, %"), max_digits=5, decimal_places=2, required=False,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal("99.99"))],
    )  # fmt: skip


Lines = forms.formset_factory(LineForm, extra=2, max_num=50, validate_max=True)


def line_inputs(lines: Any) -> list[LineInput]:
    """Return the filled lines of a valid formset; an empty price means the list price."""
    filled = [line for line in lines.cleaned_data if line.get("product")]
    return [
        LineInput(
            product=line["product"],
            quantity=line["quantity"],
            price=line["product"].price if line["price"] is None else line["price"],
            discount=line["discount"] or Decimal(0),
        )
        for line in filled
    ]
