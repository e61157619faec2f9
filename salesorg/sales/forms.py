"""What finance types in. Days are local days of the organisation."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesorg.lib.ui.amount_field import AmountField
from salesorg.people.models import User
from salesorg.people.queries import organisation
from salesorg.sales.actions import Share
from salesorg.sales.bank.columns import FIELDS, SKIP
from salesorg.sales.models import Sale
from salesorg.sales.payment_matching import sale_numbers
from salesorg.sales.queries import sales_visible_to

CENT = Decimal("0.01")


class MoneyForm(forms.Form):
    """An amount, a day on which it moved, and the payer system's id, which is unique for ever."""

    amount = AmountField(label=_("Amount"), min_value=CENT)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    external_id = forms.CharField(
        label=_("External id"),
        max_length=100,
        help_text=_("The number of the payment order or of the bank's entry."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.org = organisation()
        self.now = timezone.now()
        today = self.now.astimezone(self.org.zone).date()
        self.fields["day"].initial = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.now.astimezone(self.org.zone).date():
            raise forms.ValidationError(_("This day lies in the future."))
        return day

    @property
    def moment(self) -> datetime:
        """Now, for money of today; noon of an earlier day, which is that day whatever the clocks do."""
        day = self.cleaned_data["day"]
        local = self.now.astimezone(self.org.zone)
        return self.now if day == local.date() else datetime.combine(day, time(12), self.org.zone)


class PaymentForm(MoneyForm):
    """What came in. More than is still owed may be true (an advance), and so may the same amount twice in a few days, but
    both are asked back: it pays commission at once."""

    beyond = forms.BooleanField(label=_("Record it all the same"), required=False)
    other = forms.BooleanField(label=_("It is other money"), required=False)
    field_order = ["amount", "day", "external_id", "beyond", "other"]


class RefundForm(MoneyForm):
    """How much went back, at most what is left of the payment."""

    def __init__(self, *args: Any, left: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = left


class StatementForm(forms.Form):
    """A bank's file."""

    file = forms.FileField(
        label=_("Bank statement"), allow_empty_file=True, max_length=255,
        help_text=_("1C exchange file (.txt), CSV or XLSX from the online bank, as it comes."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.csv,.tsv,.xlsx"}),
    )  # fmt: skip


ORDERS = [("dmy", _("Day first: 31/12/2026")), ("mdy", _("Month first: 12/31/2026"))]


class ColumnsForm(forms.Form):
    """One choice per column of a statement, and the order of day and month."""

    order = forms.ChoiceField(label=_("Days with slashes"), choices=ORDERS)

    def __init__(self, *args: Any, columns: list[str], mapping: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for place, name in enumerate(columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                choices=list(FIELDS.items()), label=name, initial=mapping.get(name, SKIP)
            )

    @property
    def mapping(self) -> dict[str, str]:
        """Column -> field as chosen, or as guessed while nothing was sent."""
        values = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {
            name: str(values.get(f"column-{place}", self.fields[f"column-{place}"].initial))
            for place, name in enumerate(self.columns)
        }


SHARES_SHOWN = 5


class SplitForm(forms.Form):
    """Up to five sales by number, each with its amount."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        for n in range(1, SHARES_SHOWN + 1):
            self.fields[f"sale-{n}"] = forms.CharField(required=False, max_length=30, label=_("Sale"))
            self.fields[f"amount-{n}"] = AmountField(required=False, min_value=CENT, label=_("Amount"))
        self.fields["beyond"] = forms.BooleanField(required=False)
        self.fields["confirm"] = forms.BooleanField(required=False)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields two by two, for the page."""
        return [(self[f"sale-{n}"], self[f"amount-{n}"]) for n in range(1, SHARES_SHOWN + 1)]

    def clean(self) -> dict[str, Any]:
        """Find the sales by their numbers, all in one query."""
        given = super().clean() or {}
        typed = ((given.get(f"sale-{n}") or "", given.get(f"amount-{n}")) for n in range(1, SHARES_SHOWN + 1))
        wanted = [
            ((sale_numbers(number) or [number.strip()])[0], amount)
            for number, amount in typed
            if number or amount
        ]
        numbers = [number for number, _amount in wanted]
        found = {sale.number: sale for sale in sales_visible_to(self.person).filter(number__in=numbers)}
        given["shares"] = [self._share(number, found.get(number), amount) for number, amount in wanted]
        return given

    def _share(self, number: str, sale: Sale | None, amount: Decimal | None) -> Share:
        if sale is None:
            raise forms.ValidationError(_("There is no sale «%(number)s».") % {"number": number})
        if amount is None:
            raise forms.ValidationError(_("Say how much of it is for sale %(number)s.") % {"number": number})
        return Share(sale, amount)
