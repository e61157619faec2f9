"""Booked meetings before they reach the hunter: what waits, and the administrator's word."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from callcenter import actions
from callcenter.audit_queries import audits, cases, decided_audits, waiting_audits
from callcenter.refusals import AuditDecided, SayWhy
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now, organisation

WATCH = (Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


@require_safe
@for_roles(*WATCH)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, the earliest meeting first; `?state=decided` what was said."""
    return _page(request)


@require_POST
@for_roles(Role.CALL_CENTER_ADMIN)
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the hunter have the meeting."""
    _existing(pk)

    def effect() -> dict[str, int]:
        return {"id": actions.pass_on_meeting(actor=person(request), audit=pk, at=database_now()).pk}

    try:
        act_once(request, "pass_on_meeting", effect)
    except AuditDecided as refusal:
        return _page(request, refusal=refusal, status=422)
    return done(request, _("The hunter has the meeting."), reverse("callcenter:audits"))


@require_POST
@for_roles(Role.CALL_CENTER_ADMIN)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the meeting back to its call manager, with a reason."""
    _existing(pk)
    reason = request.POST.get("reason", "").replace("\x00", "")

    def effect() -> dict[str, int]:
        made = actions.send_back_meeting(actor=person(request), audit=pk, reason=reason, at=database_now())
        return {"id": made.pk}

    try:
        act_once(request, "send_back_meeting", effect)
    except (AuditDecided, SayWhy) as refusal:
        return _page(request, refusal=refusal, typed={"pk": pk, "reason": reason}, status=422)
    return done(request, _("The call manager has the lead again."), reverse("callcenter:audits"))


def _existing(pk: int) -> None:
    if not audits().filter(pk=pk).exists():
        raise Http404


def _page(
    request: HttpRequest,
    *,
    refusal: ActionRefused | None = None,
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    decided = request.GET.get("state") == "decided"
    page = page_of(request, decided_audits() if decided else waiting_audits(), 20)
    own = reverse("callcenter:audits")
    context = {
        "page": page, "cases": cases(page.object_list), "decided": decided, "refusal": refusal, "typed": typed or {},
        "audited": organisation().meetings_are_audited, "decides": person(request).is_in(Role.CALL_CENTER_ADMIN),
        "tabs": [
            {"label": _("To be audited"), "url": own, "active": not decided, "icon": "hourglass"},
            {"label": _("Decided"), "url": f"{own}?state=decided", "active": decided, "icon": "checks"},
        ],
    }  # fmt: skip
    return render(request, "callcenter/audits.html", context, status=status)
