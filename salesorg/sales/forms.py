"""What finance types in. Days are local days of the organisation."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesorg.people.queries import organisation

CENT = Decimal("0.01")


class MoneyForm(forms.Form):
    """An amount, a day on which it moved, and the payer system's id, which is unique for ever."""

    amount = forms.DecimalField(label=_("Amount"), min_value=CENT, max_digits=14, decimal_places=2)
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
    """What came in. More than is still owed may be true (an advance), but is asked back: it pays commission at once."""

    beyond = forms.BooleanField(label=_("Record it all the same"), required=False)
    field_order = ["amount", "day", "external_id", "beyond"]


class RefundForm(MoneyForm):
    """How much went back, at most what is left of the payment."""

    def __init__(self, *args: Any, left: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].widget.attrs["max"] = str(left)
        self.fields["amount"].initial = left
