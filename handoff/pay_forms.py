"""What people type in about pay."""

from django import forms
from django.utils.translation import gettext_lazy as _

from salesorg.lib.ui.amount_field import AmountField

WORDS = forms.Textarea(attrs={"rows": 3})


class MonthForm(forms.Form):
    """The first day of a month."""

    month = forms.DateField(input_formats=["%Y-%m-%d"])


class CorrectionForm(forms.Form):
    amount = AmountField(
        label=_("Correct by"), max_digits=12, decimal_places=2,
        help_text=_("With a minus if it is taken back."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=500, widget=WORDS)


class DisputeForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong with it?"), max_length=1000, widget=WORDS,
        help_text=_("What you expected and why. Finance reads it and answers here."),
    )  # fmt: skip


class RefuseForm(forms.Form):
    answer = forms.CharField(label=_("Why the line is right"), max_length=1000, widget=WORDS)


class GrantForm(forms.Form):
    amount = AmountField(
        label=_("Correct by"), max_digits=12, decimal_places=2,
        help_text=_("The difference, not the new amount; with a minus if it is taken back."),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=1000,
        widget=WORDS,
        help_text=_("It is also the reason of the correction."),
    )
