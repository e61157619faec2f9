"""Meetings in the hunter's own calendar program: one file per meeting, and a private feed."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_safe

from hunters import queries
from hunters.calendar_file import calendar_file
from hunters.links import meeting_url
from hunters.models import Meeting
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import person

SALT = "hunters.calendar"
PAST, MOST = timedelta(days=60), 2000


@for_roles(Role.HUNTER, Role.HUNTERS_HEAD, Role.SALES_HEAD)
@require_safe
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting as a file for any calendar."""
    found = queries.meetings_visible_to(person(request)).annotate(moved_times=Count("moves"))
    meeting = get_object_or_404(found, pk=pk)
    return _file(request, [meeting], f"meeting-{pk}.ics")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's own meetings; whoever has the address may read it, so it says no more than a door plate.

    The address dies with the person's password and employment.
    """
    owner = owner_of(token)
    since = timezone.now() - PAST
    own = queries.meetings_visible_to(owner).filter(hunter=owner, starts_at__gte=since)
    return _file(request, list(own.annotate(moved_times=Count("moves"))[:MOST]), "meetings.ics")


def feed_url(request: HttpRequest, owner: User) -> str:
    """The private address of a person's feed."""
    token = signing.dumps([owner.pk, _stamp(owner)], salt=SALT)
    return request.build_absolute_uri(reverse("hunters:feed", args=[token]))


def owner_of(token: str) -> User:
    """Return whose feed this is; a forged, outdated or dismissed one's is not found."""
    try:
        pk, stamp = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    owner = get_object_or_404(User, pk=pk, is_active=True)
    if not constant_time_compare(stamp, _stamp(owner)):
        raise Http404
    return owner


def _stamp(owner: User) -> str:
    return salted_hmac(SALT, owner.password).hexdigest()[:16]


def _file(request: HttpRequest, meetings: list[Meeting], name: str) -> HttpResponse:
    def link(meeting: Meeting) -> str:
        return request.build_absolute_uri(meeting_url(meeting))

    body = calendar_file(meetings, at=timezone.now(), link=link, name="salesorg")
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": disposition}
    )
