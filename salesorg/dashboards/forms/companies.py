"""How the list of companies is narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from salesorg.clients.models import Company


class CompanyFilter(forms.Form):
    """By part of the name, by status, by city."""

    search = forms.CharField(required=False, max_length=200, label=_("Name"))
    status = forms.ChoiceField(
        required=False, choices=[("", _("Any status")), *Company.Status.choices], label=_("Status")
    )
    city = forms.CharField(required=False, max_length=100, label=_("City"))
