"""Money reads alike whatever a browser's language is; what reads two ways is refused."""

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from farmers.forms import LineForm as RepeatLine
from handoff.forms import AmountForm
from handoff.pay_forms import CorrectionForm, GrantForm
from handoff.plan_forms import Percent, RateForm, Sum
from hunters.forms import Money
from salesorg.lib.ui.amount_field import AmountField
from salesorg.sales.forms import MoneyForm


@pytest.mark.parametrize(("typed", "amount"), [
    ("100,50", "100.50"), ("100.50", "100.50"), ("100", "100"), ("1 000,50", "1000.50"), ("1\u00a0000,5", "1000.5"),
    ("1,000.50", "1000.50"), ("1.000,50", "1000.50"), ("1,000,000", "1000000"), ("1 000", "1000"), ("1'000.50", "1000.50"),
    ("-12,30", "-12.30"), ("\u221212.30", "-12.30"), (" 5 ", "5"),
])  # fmt: skip
def test_it_is_read(typed: str, amount: str) -> None:
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", [
    "1,000", "1.000", "12.345", "1,00,5", "10 00,50", "1 0", "1,000.5.0", "1.000.50", "abc", "NaN", "1e5x", "1.2345", ",", "100,50,",
])  # fmt: skip
def test_what_is_unclear_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        AmountField().clean(typed)


def test_a_rate_has_no_thousands() -> None:
    rate = AmountField(max_digits=16, decimal_places=8)
    assert (rate.clean("90,123"), rate.clean("0.01234567")) == (Decimal("90.123"), Decimal("0.01234567"))


@pytest.mark.parametrize("field", [
    MoneyForm.base_fields["amount"], CorrectionForm.base_fields["amount"], GrantForm.base_fields["amount"],
    RateForm.base_fields["rate"], AmountForm.base_fields["amount"], RepeatLine.base_fields["price"], Percent(), Sum(), Money(),
])  # fmt: skip
def test_no_form_of_money_leaves_it_to_the_browser(field: forms.Field) -> None:
    assert isinstance(field, AmountField)
    assert (field.widget.input_type, field.widget.attrs["inputmode"]) == ("text", "decimal")  # type: ignore[attr-defined]
