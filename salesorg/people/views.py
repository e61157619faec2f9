"""Pages about oneself: profile, password, tokens, notices. Open to every role."""

from zoneinfo import available_timezones

from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from knox.models import AuthToken

from salesorg.lib.refusals import ActionRefused
from salesorg.people.actions import change_password, create_token, read_notices, revoke_token, update_profile
from salesorg.people.forms import PasswordForm, ProfileForm
from salesorg.people.models import Notice
from salesorg.people.notices import sentence_of
from salesorg.people.pages import act_once, done, person


def _profile(request: HttpRequest, status: int = 200, **extra: object) -> HttpResponse:
    me = person(request)
    context = {
        "profile": ProfileForm(initial={"language": me.language, "time_zone": me.time_zone}),
        "password": PasswordForm(),
        "tokens": AuthToken.objects.filter(user=me).order_by("-created"),
        "zones": sorted(available_timezones()),
    }
    return render(request, "people/me.html", context | extra, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """My language and time zone; below them password and tokens."""
    if request.method != "POST":
        return _profile(request)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _profile(request, 422, profile=form)
    update_profile(actor=person(request), **form.cleaned_data)
    return done(request, _("Your profile is saved."), reverse("people:me"))


@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Change my password; this session goes on, all others end."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _profile(request, 422, password=form)
    try:
        changed = change_password(
            actor=person(request), current=form.cleaned_data["current"], new=form.cleaned_data["new"]
        )
    except ActionRefused as refusal:
        form.add_error("current" if refusal.code == "wrong_password" else "new", str(refusal))
        return _profile(request, 422, password=form)
    update_session_auth_hash(request, changed)
    return done(
        request, _("Your password is changed; you are signed out everywhere else."), reverse("people:me")
    )


@require_POST
def token_create(request: HttpRequest) -> HttpResponse:
    """Make an API token and show it, this once: it is stored nowhere, so the page cannot be a redirect."""
    _row, text = create_token(actor=person(request))
    return _profile(request, new_token=text)


@require_POST
def token_revoke(request: HttpRequest, key: str) -> HttpResponse:
    """End one of my API tokens."""
    revoke_token(actor=person(request), token_key=key)
    return done(request, _("The token is revoked."), reverse("people:me"))


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first."""
    mine = Notice.objects.visible_to(person(request))
    page = Paginator(mine.order_by("-created_at", "-id"), 50).get_page(request.GET.get("page"))
    rows = [{"notice": notice, "text": sentence_of(notice)} for notice in page]
    unread = any(row["notice"].read_at is None for row in rows)  # type: ignore[attr-defined]
    return render(request, "people/notices.html", {"page": page, "rows": rows, "unread": unread})


@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go to where it points."""
    notice = get_object_or_404(Notice.objects.visible_to(person(request)), pk=pk)
    read_notices(actor=person(request), at=timezone.now(), notice=notice.pk)
    own = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if notice.url and own else reverse("people:notices"))


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    act_once(request, "read_notices", lambda: read_notices(actor=person(request), at=timezone.now()))
    return done(request, _("All notices are marked as read."), reverse("people:notices"))
