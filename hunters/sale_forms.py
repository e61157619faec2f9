"""What people type when a deal is won: the lines of the sale."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.forms.models import ModelChoiceIteratorValue
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hunters.forms import Money
from salesorg.lib.ui.amount_field import AmountField
from salesorg.sales.actions import LineInput
from salesorg.sales.models import Product
from salesorg.sales.queries import products_on_sale


class ProductSelect(forms.Select):
    """Each product carries its list price, for the module that fills it in."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        instance = getattr(value, "instance", None)
        if isinstance(instance, Product):
            option["attrs"]["data-price"] = str(instance.price)
        return option


def product_choices() -> list[tuple[Any, str]]:
    """Return the products as choices, read once for all lines: each field by itself would ask the database again."""
    found = [(ModelChoiceIteratorValue(product.pk, product), product.name) for product in products_on_sale()]
    return [("", gettext("Choose a product")), *found]


class LineForm(forms.Form):
    """One line of a sale; an empty price means the product's list price."""

    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), widget=ProductSelect
    )
    quantity = AmountField(
        label=_("Quantity"), min_value=Decimal("0.01"), max_digits=10, decimal_places=2, initial=1,
    )  # fmt: skip
    price = Money(label=_("Price"), required=False)
    discount = AmountField(
        label=_("Discount, %"), min_value=Decimal(0), max_value=Decimal("99.99"), max_digits=5, decimal_places=2,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = products_on_sale()  # type: ignore[attr-defined]
        self.fields["product"].choices = choices  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """A line in which only the quantity differs is an empty line."""
        return bool(set(self.changed_data) - {"quantity"})

    def line(self) -> LineInput:
        """The line as the sale takes it."""
        data = self.cleaned_data
        price = data["product"].price if data["price"] is None else data["price"]
        return LineInput(data["product"], data["quantity"], price, data["discount"] or Decimal(0))


class Lines(BaseFormSet):  # type: ignore[type-arg]
    """The lines of a sale; lines left empty do not count."""

    def lines(self) -> list[LineInput]:
        """What was typed, after `is_valid()`."""
        return [form.line() for form in self.forms if form.has_changed() and form.cleaned_data.get("product")]


LineFormSet = formset_factory(LineForm, formset=Lines, extra=3, max_num=100, absolute_max=100)


class NoteForm(forms.Form):
    """A note to the sale."""

    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
