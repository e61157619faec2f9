"""The administrator's desk: who works here, in which role; hiring, moving, letting go."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from salesorg.clients.queries import holdings_of
from salesorg.dashboards.actions import change_person, employ_person, give_role, let_person_go
from salesorg.dashboards.forms.people import (
    DetailsForm,
    HireForm,
    NewPasswordForm,
    PeopleFilter,
    RoleForm,
    TeamForm,
)
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.actions import create_team, reset_password
from salesorg.people.actions.hire_person import ExtensionTaken
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import absent_on, local_day, organisation

WRITTEN = ("name", "email", "team", "capacity", "segments", "regions", "languages", "extension", "may_export")
# Beside which field a refusal is read.
FIELD_OF = {"username_taken": "username", "extension_taken": "extension"}


@require_safe
@for_roles(Role.ADMIN)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody by name, with role, team and state."""
    form = PeopleFilter(request.GET)
    away = set(absent_on(local_day(timezone.now())).values_list("person_id", flat=True))
    chosen = _narrowed(User.objects.visible_to(person(request)), form, away)
    page = Paginator(chosen.select_related("team"), 50).get_page(request.GET.get("page"))
    counts = User.objects.aggregate(
        employed=Count("pk", filter=Q(is_active=True)), left=Count("pk", filter=Q(is_active=False))
    )
    return render(
        request, "dashboards/people.html",
        {"form": form, "page": page, "away": away, "counts": counts, "away_count": len(away), "team_form": TeamForm()},
    )  # fmt: skip


def _narrowed(found: QuerySet[User], form: PeopleFilter, away: set[int]) -> QuerySet[User]:
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("search"):
        found = found.filter(Q(name__icontains=asked["search"]) | Q(username__icontains=asked["search"]))
    if asked.get("role"):
        found = found.filter(role=asked["role"])
    state = asked.get("state", "")
    if state == "away":
        return found.filter(pk__in=away)
    if state == "left":
        return found.filter(is_active=False)
    return found if state == "all" else found.filter(is_active=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMIN)
def hire(request: HttpRequest) -> HttpResponse:
    """A new person and the first password."""
    if request.method != "POST":
        initial = {"language": organisation().language, "role": request.GET.get("role", "")}
        return render(request, "dashboards/hire.html", {"form": HireForm(initial=initial)})
    form = HireForm(request.POST)
    if form.is_valid():
        try:
            act_once(request, "hire", lambda: {"id": _employ(request, form).pk})
        except ActionRefused as refusal:
            form.add_error(FIELD_OF.get(refusal.code, "password"), str(refusal))
        else:
            text = _("%(name)s can sign in now.") % {"name": form.cleaned_data["name"]}
            return done(request, text, reverse("people:people"))
    return render(request, "dashboards/hire.html", {"form": form}, status=422)


def _employ(request: HttpRequest, form: HireForm) -> User:
    return employ_person(actor=person(request), at=timezone.now(), **form.cleaned_data)


def _card(request: HttpRequest, who: User, status: int = 200, **forms: Any) -> HttpResponse:
    written = {name: getattr(who, name) for name in WRITTEN}
    context = {
        "who": who,
        "details": DetailsForm(initial=written),
        "role_form": RoleForm(initial={"role": who.role}),
        "password": NewPasswordForm(),
        "absences": who.absences.select_related("deputy").order_by("-starts_on")[:20],
        "holdings": holdings_of(who),
        "myself": who == person(request),
    }
    return render(request, "dashboards/person.html", context | forms, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMIN)
def person_card(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: what is written about them, the role, a new password, absences."""
    who = get_object_or_404(User.objects.visible_to(person(request)), pk=pk)
    if request.method != "POST":
        return _card(request, who)
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _card(request, who, 422, details=form)
    try:
        change_person(actor=person(request), person=who, at=timezone.now(), **form.cleaned_data)
    except ExtensionTaken as refusal:
        form.add_error("extension", str(refusal))
        return _card(request, who, 422, details=form)
    return done(request, _("Saved."), reverse("people:person", args=[pk]))


@require_POST
@for_roles(Role.ADMIN)
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role: sessions end, work goes back."""
    who = get_object_or_404(User.objects.visible_to(person(request)), pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _card(request, who, 422, role_form=form)
    now, given = timezone.now(), form.cleaned_data["role"]
    try:
        act_once(
            request, "give_role", lambda: give_role(actor=person(request), person=who, role=given, at=now)
        )
    except NotYours:
        raise
    except ActionRefused as refusal:
        form.add_error("role", str(refusal))
        return _card(request, who, 422, role_form=form)
    text = _("%(name)s has another role now and must sign in again.") % {"name": who.name}
    return done(request, text, reverse("people:person", args=[pk]))


@require_POST
@for_roles(Role.ADMIN)
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password for somebody who forgot it."""
    who = get_object_or_404(User.objects.visible_to(person(request)), pk=pk)
    form = NewPasswordForm(request.POST)
    if form.is_valid():
        try:
            reset_password(actor=person(request), person=who, new=form.cleaned_data["new"])
        except ActionRefused as refusal:
            form.add_error("new", str(refusal))
        else:
            text = _("%(name)s has a new password.") % {"name": who.name}
            return done(request, text, reverse("people:person", args=[pk]))
    return _card(request, who, 422, password=form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMIN)
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """First what will move and to whom, then, confirmed, the dismissal."""
    who = get_object_or_404(User.objects.visible_to(person(request)).filter(is_active=True), pk=pk)
    if request.method != "POST":
        context = {"who": who, "holdings": holdings_of(who), "myself": who == person(request)}
        return render(request, "dashboards/dismiss.html", context)
    now = timezone.now()
    moved = act_once(request, "let_go", lambda: let_person_go(actor=person(request), person=who, at=now))
    text = _("%(name)s has left. Given back: leads %(claims)s, prospects %(prospects)s, clients %(clients)s.")
    return done(
        request,
        text % {"name": who.name, **moved, "clients": moved["handoffs"] + moved["accounts"]},
        reverse("people:people"),
    )


@require_POST
@for_roles(Role.ADMIN)
def team(request: HttpRequest) -> HttpResponse:
    """A new team."""
    form = TeamForm(request.POST)
    if not form.is_valid():
        raise ActionRefused("; ".join(str(error) for errors in form.errors.values() for error in errors))
    create_team(actor=person(request), name=form.cleaned_data["name"])
    return done(request, _("The team is there."), reverse("people:people"))
