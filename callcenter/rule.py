"""What a disposition decides; a plain value, so that the rules that use it need no database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `Disposition`, as far as it decides (see there)."""

    pk: int
    code: str
    reached: bool
    retry_minutes: int | None
    closes: bool
    asks_callback: bool
    books: bool
    needs_reason: bool
    forbids_calls: bool
    marks_number_wrong: bool

    @property
    def is_plain(self) -> bool:
        """Whether it does nothing but end the call and move the lead on."""
        return not (self.asks_callback or self.books or self.forbids_calls or self.marks_number_wrong)
