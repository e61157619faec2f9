"""Which desks stand in whose navigation. The guard of each page decides again; this only spares a click."""

from functools import cache
from typing import Any

from django.core.cache import cache as cached
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.desk_queries import coming_up
from handoff.queries import pays_other_stages
from salesorg.people.models import Role, User
from salesorg.people.queries import unread_notices

R = Role

# (label, url name, icon, who)
DESKS = [
    (_("Calls"), "callcenter:desk", "headset", {R.CALL_MANAGER}),
    (_("My callbacks"), "callcenter:callbacks", "phone-calling", {R.CALL_MANAGER}),
    (_("My calls"), "callcenter:my_calls", "history", {R.CALL_MANAGER}),
    (_("My reviews"), "callcenter:my_reviews", "headphones", {R.CALL_MANAGER}),
    (_("My report"), "callcenter:reports", "report-analytics", {R.CALL_MANAGER}),
    (_("Call centre"), "callcenter:admin", "layout-dashboard", {R.CALL_CENTER_ADMIN, R.SALES_HEAD}),
    (_("Wallboard"), "callcenter:board", "device-tv", {R.CALL_CENTER_ADMIN, R.SALES_HEAD}),
    (_("Reports"), "callcenter:reports", "report-analytics", {R.CALL_CENTER_ADMIN, R.SALES_HEAD}),
    (_("Call log"), "callcenter:call_log", "history", {R.CALL_CENTER_ADMIN, R.SALES_HEAD}),
    (_("Call lists"), "callcenter:lists", "list-details", {R.CALL_CENTER_ADMIN, R.SALES_HEAD}),
    (_("Leads"), "callcenter:leads", "address-book", {R.CALL_CENTER_ADMIN, R.SALES_HEAD}),
    (_("Duplicates"), "callcenter:duplicates", "copy", {R.CALL_CENTER_ADMIN}),
    (_("Meetings to audit"), "callcenter:audits", "calendar-check", {R.CALL_CENTER_ADMIN, R.SALES_HEAD}),
    (_("Do not call"), "callcenter:do_not_call", "phone-off", {R.CALL_CENTER_ADMIN}),
    (_("Scripts"), "callcenter:scripts", "script", {R.CALL_CENTER_ADMIN, R.SALES_HEAD}),
    (_("Quality"), "callcenter:reviews", "headphones", {R.CALL_CENTER_ADMIN, R.SALES_HEAD}),
    (_("Meetings"), "hunters:desk", "calendar-event", {R.HUNTER, R.HUNTERS_HEAD, R.SALES_HEAD}),
    (_("Pipeline"), "hunters:pipeline", "layout-kanban", {R.HUNTER, R.HUNTERS_HEAD, R.SALES_HEAD}),
    (_("Handoffs"), "handoff:desk", "arrows-exchange",
     {R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FARMERS_HEAD, R.SALES_HEAD}),
    (_("Portfolio"), "farmers:desk", "briefcase", {R.FARMER, R.FARMERS_HEAD, R.SALES_HEAD}),
    (_("Farmers"), "farmers:portfolios", "users-group", {R.FARMERS_HEAD, R.SALES_HEAD}),
    (_("Move clients"), "handoff:moves", "switch-horizontal", {R.FARMERS_HEAD}),
    (_("Payments"), "sales:payments", "cash", {R.FINANCE, R.SALES_HEAD}),
    (_("Bank statements"), "sales:statements", "building-bank", {R.FINANCE}),
    (_("Commissions"), "handoff:commissions", "coins", {R.HUNTER, R.HUNTERS_HEAD, R.FINANCE, R.SALES_HEAD}),
    (_("My commission"), "handoff:commissions", "coins", {R.CALL_MANAGER, R.FARMER}),
    (_("My commission"), "handoff:statements", "coins", {R.FARMERS_HEAD}),
    (_("Department board"), "dashboards:board", "chart-bar", {R.SALES_HEAD}),
    (_("Companies"), "dashboards:companies", "building",
     {R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FARMERS_HEAD, R.FINANCE, R.SALES_HEAD, R.CALL_CENTER_ADMIN}),
    (_("People"), "people:people", "users", {R.ADMIN}),
    (_("Absences"), "people:absences", "beach",
     {R.ADMIN, R.SALES_HEAD, R.CALL_CENTER_ADMIN, R.HUNTERS_HEAD, R.FARMERS_HEAD}),
    (_("Settings"), "people:settings", "settings", {R.ADMIN, R.SALES_HEAD}),
    (_("Exports"), "people:exports", "file-export", {R.ADMIN, R.SALES_HEAD}),
    (_("Record"), "people:record", "file-search", {R.ADMIN, R.SALES_HEAD}),
]  # fmt: skip

# Pages that stand beside their desk's address, not below it: what the address begins with, and the desk.
BESIDE = {"/hunting/deals/": "hunters:pipeline"}

HOME = {
    R.CALL_MANAGER: "callcenter:desk",
    R.CALL_CENTER_ADMIN: "callcenter:admin",
    R.HUNTER: "hunters:desk",
    R.HUNTERS_HEAD: "hunters:desk",
    R.FARMER: "farmers:desk",
    R.FARMERS_HEAD: "farmers:portfolios",
    R.FINANCE: "sales:payments",
    R.SALES_HEAD: "dashboards:board",
    R.ADMIN: "people:people",
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav` for the base page and the number of unread notices (lazily: fragments ask neither)."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    return {
        "nav": lambda: with_badges(paid_only(desks_of(person.role, request.path), person), person),
        "person_name": person.name,
        "person_role": person.get_role_display,
        "person_links": [{"label": _("My profile"), "url": reverse("people:me"), "icon": "user-circle"}],
        "notices_url": reverse("people:notices"),
        # Asked several times by a page: counted once.
        "notices_count": cache(lambda: unread_notices(person)[:100].count()),
    }


def desks_of(role: str, path: str) -> list[dict[str, Any]]:
    """Return the navigation of one role; the longest URL that begins `path` is the active one."""
    items = [
        {"label": label, "url": reverse(name), "icon": icon}
        for label, name, icon, roles in DESKS
        if role in roles
    ]
    home = next((name for begin, name in BESIDE.items() if path.startswith(begin)), None)
    path = reverse(home) if home else path
    fitting = [str(item["url"]) for item in items if path.startswith(str(item["url"]))]
    active = max(fitting, key=len, default="")
    return [{**item, "active": item["url"] == active} for item in items]


def paid_only(desks: list[dict[str, Any]], person: User) -> list[dict[str, Any]]:
    """Leave out «My commission» where no plan pays the stage; asked once a minute."""
    if person.role not in (R.CALL_MANAGER, R.FARMER):
        return desks
    pays = cached.get_or_set("handoff:pays_other_stages", lambda: pays_other_stages(timezone.now()), 60)
    if pays and pays[person.role == R.FARMER]:
        return desks
    return [desk for desk in desks if desk["url"] != reverse("handoff:commissions")]


def with_badges(desks: list[dict[str, Any]], person: User) -> list[dict[str, Any]]:
    """Add to a call manager's callbacks how many come up."""
    if person.role != R.CALL_MANAGER:
        return desks
    callbacks = reverse("callcenter:callbacks")
    return [{**desk, "badge": coming_up(person)} if desk["url"] == callbacks else desk for desk in desks]
