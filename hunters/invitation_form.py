"""To whom a meeting's invitation goes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hunters.actions import InviteTo
from salesorg.clients.models import ContactPoint


class InviteForm(forms.Form):
    """One of the company's addresses, shown masked, or a new one."""

    address = forms.ChoiceField(label=_("To"), required=False)
    email = forms.EmailField(label=_("Or a new address"), max_length=200, required=False)

    def __init__(self, *args: Any, addresses: Iterable[ContactPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(point.pk), point.masked) for point in addresses]
        self.fields["address"].initial = known[0][0] if known else ""
        self.fields["address"].choices = [*known, ("", _("A new address"))]  # type: ignore[attr-defined]

    @property
    def to(self) -> InviteTo:
        """What was typed goes before what was chosen."""
        email, known = self.cleaned_data["email"], self.cleaned_data["address"]
        return InviteTo(email=email) if email or not known else InviteTo(contact_point=int(known))
