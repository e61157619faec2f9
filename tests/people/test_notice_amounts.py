"""Amounts in notices are kept as «-1000.00 USD» and written as the reader's language writes money."""

import pytest
from django.utils.translation import override

from salesorg.people.models import Notice
from salesorg.people.notices import sentence_of


@pytest.mark.parametrize(("language", "words"), [("en", "−$1,000.50: x"), ("ru", "−1 000,50 $")])
def test_an_amount_is_written_for_its_reader(language: str, words: str) -> None:
    notice = Notice(kind="commission_corrected", data={"amount": "-1000.50 USD", "reason": "x"})
    with override(language):
        assert words in sentence_of(notice).replace("\u00a0", " ").replace("\u202f", " ")


def test_what_people_typed_stays() -> None:
    notice = Notice(kind="commission_corrected", data={"amount": "odd", "reason": "paid 5.00 USD back"})
    with override("en"):
        assert sentence_of(notice) == "Your commission was corrected by odd: paid 5.00 USD back"
