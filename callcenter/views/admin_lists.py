"""Call lists: all of them, one, a new one, its settings, pause and resume."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callcenter.actions import create_call_list, update_call_list
from callcenter.admin_forms import UploadForm
from callcenter.list_around import Around, around_lists
from callcenter.list_counts import closed_by_reason
from callcenter.list_form import CallListForm
from callcenter.list_queries import call_lists, imports_of
from callcenter.list_settings import SettingRefused
from callcenter.list_states import ListState, states_of, table_of
from callcenter.list_words import names_of_days, opening_in_words, rule_in_words
from callcenter.models import CallList
from callcenter.next_holiday import Holiday, next_holiday
from callcenter.open_lanes import rests_never
from callcenter.recycle_words import closed_label
from callcenter.regions import country_name
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Organisation, Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now, settings_and_now

Admin = for_roles(Role.CALL_CENTER_ADMIN)
Watch = for_roles(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


@require_safe
@Watch
def lists(request: HttpRequest) -> HttpResponse:
    """Every list with its counts."""
    settings, at = settings_and_now()
    page = page_of(request, call_lists())
    states = with_openings(table_of(page.object_list, at, settings), at)
    return render(request, "callcenter/lists.html", {"page": page, "states": states})


def with_openings(states: Iterable[ListState], at: datetime) -> list[tuple[ListState, str]]:
    """Each list with the words for when its calling hours next begin, where nobody of it can be called now."""
    return [(state, opening_in_words(state.opening, at) if state.opening else "") for state in states]


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def create(request: HttpRequest) -> HttpResponse:
    """A new list; its file comes next."""
    settings, at = settings_and_now()
    form = CallListForm(request.POST or None, settings=settings, region=settings.country)
    made = _saved(request, form, "create_call_list", lambda: _create(request, form))
    if made is None:
        holiday = _holiday(settings.country, settings, at)
        return _form_page(request, form, gettext_lazy("New call list"), holiday)
    return done(request, _("The list is open. Now upload its file."), reverse("callcenter:list", args=[made]))


def _create(request: HttpRequest, form: CallListForm) -> CallList:
    return create_call_list(actor=person(request), at=database_now(), **form.settings)


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The settings of a list."""
    call_list = get_object_or_404(call_lists(), pk=pk)
    settings, at = settings_and_now()
    initial = CallListForm.values_of(call_list, around_lists([pk]).get(pk, Around()))
    form = CallListForm(
        request.POST or None, initial=initial, settings=settings, region=call_list.region, of=call_list
    )
    if _saved(request, form, "update_call_list", lambda: _update(request, call_list, form)) is None:
        holiday = _holiday(call_list.region, settings, at)
        return _form_page(request, form, gettext_lazy("Settings of the list"), holiday, call_list)
    return done(request, _("The list is saved."), reverse("callcenter:list", args=[pk]))


def _update(request: HttpRequest, call_list: CallList, form: CallListForm) -> CallList:
    changes = form.settings
    if changes["script"] is None:
        changes.pop("script")
    return update_call_list(actor=person(request), call_list=call_list, at=database_now(), **changes)


def _saved(request: HttpRequest, form: CallListForm, action: str, save: Callable[[], CallList]) -> int | None:
    """The id of the saved list, or None with what was wrong written into the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        saved: int = act_once(request, action, lambda: {"id": save().pk})["id"]
    except NotYours:
        raise
    except ActionRefused as refusal:
        field = refusal.field if isinstance(refusal, SettingRefused) else ""
        form.add_error(field or None, str(refusal))
        return None
    return saved


def _form_page(
    request: HttpRequest,
    form: CallListForm,
    title: object,
    holiday: Holiday | None,
    call_list: CallList | None = None,
) -> HttpResponse:
    context = {
        "form": form, "title": title, "call_list": call_list, "holiday": holiday,
        "country": country_name(call_list.region) if call_list else "",
    }  # fmt: skip
    return render(request, "callcenter/list_form.html", context, status=422 if form.errors else 200)


def _holiday(region: str, settings: Organisation, at: datetime) -> Holiday | None:
    """The next day on which a list of this country rests."""
    return next_holiday(region, settings.extra_holidays, at.astimezone(settings.zone).date())


@require_POST
@Admin
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a list or go on with it."""
    call_list = get_object_or_404(call_lists(), pk=pk)
    paused = request.POST.get("paused") == "1"
    act_once(request, "update_call_list", lambda: {"id": _pause(request, call_list, paused).pk})
    text = _("«%(name)s» is paused.") if paused else _("«%(name)s» is being called again.")
    return done(request, text % {"name": call_list.name}, reverse("callcenter:list", args=[pk]))


def _pause(request: HttpRequest, call_list: CallList, paused: bool) -> CallList:
    return update_call_list(actor=person(request), call_list=call_list, at=database_now(), paused=paused)


@require_safe
@Watch
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A list with its counts and imports, and the place for its next file."""
    return list_page(request, get_object_or_404(call_lists(), pk=pk), UploadForm())


def list_page(request: HttpRequest, call_list: CallList, form: UploadForm, status: int = 200) -> HttpResponse:
    """The page of a list, also with a refused upload."""
    settings, at = settings_and_now()
    state = states_of([call_list], at, settings)[0]
    context: dict[str, Any] = {
        "call_list": call_list,
        "state": state,
        "closed": closed_reasons(call_list, state.counts.closed),
        "imports": imports_of(call_list)[:50],
        "days": names_of_days(call_list.calling_days),
        "opening": opening_in_words(state.opening, at) if state.opening else "",
        "around": state.around,
        "rules": [rule_in_words(rule) for rule in state.around.rules],
        "holiday": _holiday(call_list.region, settings, at),
        "rests_never": rests_never(call_list.calling_days),
        "recycling": state.around.recycling,
        "country": country_name(call_list.region),
        "form": form,
    }
    return render(request, "callcenter/list.html", context, status=status)


def closed_reasons(call_list: CallList, closed: int) -> list[tuple[str, str, int]]:
    """Why leads of the list are closed: code, words, how many; the commonest first."""
    return [(reason, closed_label(reason), n) for reason, n in closed_by_reason(call_list.pk, closed)]
