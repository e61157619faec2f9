"""What only the head of the client department decides about an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from farmers import actions
from farmers.forms import LevelForm, ReassignForm
from farmers.queries import farmer_loads
from farmers.views.carrying_out import answered, form_page, servable
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person


@form_page
@for_roles(Role.FARMERS_HEAD, Role.SALES_HEAD)
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the client to another farmer."""
    account = servable(request, pk)
    form = ReassignForm(request.POST or None, loads=farmer_loads(at=timezone.now()))

    def act() -> dict[str, Any]:
        moved = actions.reassign_account(
            actor=person(request), account=account, at=timezone.now(), **form.cleaned_data
        )
        return {"id": moved.pk}

    to = reverse("farmers:portfolios") if "from_list" in request.GET else ""
    return answered(
        request,
        account,
        form,
        act,
        "reassign_account",
        _("Give to another farmer"),
        _("The client has a new farmer."),
        to,
    )


@form_page
@for_roles(Role.FARMERS_HEAD)
def level(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the service level."""
    account = servable(request, pk)
    form = LevelForm(request.POST or None, initial={"level": account.service_level_id})

    def act() -> dict[str, Any]:
        changed = actions.set_service_level(
            actor=person(request), account=account, at=timezone.now(), **form.cleaned_data
        )
        return {"id": changed.pk}

    return answered(
        request,
        account,
        form,
        act,
        "set_service_level",
        _("Service level"),
        _("The service level is changed."),
    )
