"""A field for money and rates that reads what is typed alike in every browser and language.

A browser's own number field goes by the browser's language: «100,50» became 10050 in one that separates thousands by a comma.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_GROUPED = re.compile(r"\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*")
_CENTS = 2


class AmountField(forms.DecimalField):
    """Takes «100,50», «100.50», «1 000,50», «1,000.50»; refuses what reads two ways, as «1,000» of money does."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_digits", 14)
        options.setdefault("decimal_places", _CENTS)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = self._plain(re.sub(r"\s", " ", value.translate(_MINUS)).strip())
        return super().to_python(value)

    def _plain(self, typed: str) -> str:
        """The same number with a point before its fraction and nothing between its thousands; else as it was typed."""
        sign = typed[:1] if typed[:1] in ("-", "+") else ""
        digits = typed[len(sign) :].strip()
        last = max(digits.rfind(","), digits.rfind("."))
        if last < 0:
            return sign + (digits.replace(digits_sep, "") if (digits_sep := _separator(digits)) else digits)
        whole, mark, tail = digits[:last], digits[last], digits[last + 1 :]
        if digits.count(mark) > 1:
            return sign + digits.replace(mark, "") if _GROUPED.fullmatch(digits) else typed
        alone = whole.isdigit()
        if alone and len(tail) == 3 and self.decimal_places == _CENTS:
            raise ValidationError(
                _("«%(typed)s» can be read in two ways. Write %(whole)s%(tail)s, or with two digits behind the comma."),
                code="ambiguous", params={"typed": typed, "whole": whole, "tail": tail},
            )  # fmt: skip
        separator = _separator(whole)
        if not alone and (not separator or separator == mark):
            return typed
        return f"{sign}{whole.replace(separator, '') if separator else whole}.{tail}"


def _separator(whole: str) -> str:
    """What stands between the thousands of a whole number, if it stands between all of them."""
    found = _GROUPED.fullmatch(whole)
    return found[1] if found else ""
