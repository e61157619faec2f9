"""How the domain says no: one exception whose text the person reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ActionRefused(Exception):
    """An action was refused by a rule and nothing was changed.

    `text` is a sentence for the person who asked; `code` is stable and goes into the API's answer (409).
    Subclasses give both as class attributes; `extra` goes into the API answer beside them.
    """

    code: str = "refused"
    text: str | Promise = _("This cannot be done.")

    def __init__(self, text: str | Promise | None = None, **extra: Any) -> None:
        self.text = text if text is not None else self.text
        self.extra = extra
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.text)


class NotYours(ActionRefused, PermissionDenied):
    """The role may not do this at all. Pages and API answer 403."""

    code = "not_yours"
    text = _("Your role cannot do this.")


class KeyReused(ActionRefused):
    """An idempotency key came back with another request. The API answers 422."""

    code = "key_reused"
    text = _("This form was already sent with other content. Reload the page and try again.")


@contextmanager
def refusing(constraint: str, refusal: type[ActionRefused] | ActionRefused) -> Iterator[None]:
    """Translate the breach of one named database constraint into a refusal; every other error passes through.

    To be wrapped around an `atomic()` block or used inside one that is then left by the exception:
    after an IntegrityError the surrounding block is broken and must be left.
    """
    try:
        yield
    except IntegrityError as error:
        if constraint_of(error) == constraint:
            raise (refusal if isinstance(refusal, ActionRefused) else refusal()) from error
        raise


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that PostgreSQL says was broken, or '' if it names none."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None) or ""
