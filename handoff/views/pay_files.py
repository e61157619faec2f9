"""A closed statement as PDF and as XLSX."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from handoff.access import SEES_PAY
from handoff.queries import statements_visible_to
from handoff.statement_files import statement_file
from handoff.statement_keys import Key
from salesorg.people.guards import for_roles
from salesorg.people.pages import person


@for_roles(*SEES_PAY)
@require_safe
def pdf(request: HttpRequest, key: Key) -> HttpResponse:
    """On paper."""
    return _file(request, key, "pdf")


@for_roles(*SEES_PAY)
@require_safe
def xlsx(request: HttpRequest, key: Key) -> HttpResponse:
    """As a workbook."""
    return _file(request, key, "xlsx")


def _file(request: HttpRequest, key: Key, format: str) -> HttpResponse:
    viewer = person(request)
    found = get_object_or_404(statements_visible_to(viewer), person_id=key.person_id, month=key.month)
    return statement_file(actor=viewer, statement=found, format=format, at=timezone.now())
