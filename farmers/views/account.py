"""One client in care: why it is urgent, what was promised and asked, what was bought, who to talk to."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from farmers import queries
from farmers.access import KEEPERS
from farmers.models import Account, Promise, Touch
from farmers.neglect import local_day
from farmers.urgency import marks_of
from salesorg.clients.actions import reveal_contacts
from salesorg.clients.models import Ownership
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person
from salesorg.people.queries import organisation
from salesorg.sales.models import Sale, SaleLine

ICONS = {"call": "phone", "meeting": "users", "visit": "map-pin", "message": "message"}
READERS = (Role.FARMER, Role.FARMERS_HEAD, Role.SALES_HEAD, Role.FINANCE)


@require_safe
@for_roles(*READERS)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """The account's page."""
    return render(request, "farmers/account.html", _context(request, _found(request, pk)))


@require_POST
@for_roles(*KEEPERS)
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show phones and mails in full; the look is recorded. Only of who is in one's own hands."""
    found = _found(request, pk)
    points = reveal_contacts(actor=person(request), company=found.company, at=timezone.now())
    if request.headers.get("HX-Request") == "true":
        return render(
            request, "farmers/_contacts.html", {"account": found, "points": points, "revealed": True}
        )
    return render(
        request, "farmers/account.html", _context(request, found) | {"points": points, "revealed": True}
    )


def _found(request: HttpRequest, pk: int) -> Account:
    seen = queries.accounts_visible_to(person(request)).select_related("company", "farmer", "service_level")
    taken = Ownership.objects.current().filter(company=OuterRef("company")).values("started_at")[:1]
    return get_object_or_404(seen.annotate(taken_at=Subquery(taken)), pk=pk)


def _context(request: HttpRequest, account: Account) -> dict[str, Any]:
    me, now, settings = person(request), timezone.now(), organisation()
    today = local_day(now, settings.zone)
    touches = list(account.touches.select_related("person")[:20])
    promises = list(account.promises.select_related("made_by").order_by("-state", "due_on")[:50])
    return {
        "account": account,
        "today": today,
        "now": now,
        "zone": settings.time_zone,
        "marks": marks_of(account, today=today, at=now),
        "counts": queries.touch_that_counts(account, touches),
        "events": [_event(touch) for touch in touches],
        "open_promises": [each for each in promises if each.state == Promise.State.OPEN],
        "settled_promises": [each for each in promises if each.state != Promise.State.OPEN],
        "requests": account.requests.select_related("registered_by").order_by(
            "-answered_at", "answer_due_at"
        )[:20],
        "sales": _sales(account),
        "points": account.company.contact_points.all(),
        "own": account.farmer_id == me.pk,
        "serves": me.is_in(Role.FARMERS_HEAD) or account.farmer_id == me.pk,
        "heads": me.is_in(Role.FARMERS_HEAD),
    }


def _sales(account: Account) -> list[tuple[Sale, list[SaleLine]]]:
    """The newest sales with their lines: one query, for no sale is without a line."""
    newest = account.company.sales.values("pk")[:20]
    lines = SaleLine.objects.filter(sale__in=newest).select_related("product", "sale__seller")
    found: dict[Sale, list[SaleLine]] = {}
    for line in lines.order_by("-sale__sold_at", "-sale_id", "pk"):
        found.setdefault(line.sale, []).append(line)
    return list(found.items())


def _event(touch: Touch) -> dict[str, Any]:
    """A touch as the design system's timeline draws it."""
    icon = ICONS.get(touch.kind, "message") if touch.is_real else "phone-off"
    return {
        "at": touch.at,
        "title": touch.get_kind_display() if touch.is_real else _("Not reached"),
        "text": touch.note,
        "who": touch.person.name,
        "icon": icon,
        "color": "green" if touch.is_real else "secondary",
    }
