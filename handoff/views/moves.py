"""Many clients change hands at once: a proposal, then one confirmation."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from farmers.queries import AT_ONCE, MovePlan, farmer_loads, plan_moves
from handoff import actions
from handoff.moves_form import MoveForm, ProposalForm
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation, people_in


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.FARMERS_HEAD, Role.SALES_HEAD)
def moves(request: HttpRequest) -> HttpResponse:
    """Whose clients go to whom: what is asked stands in the address, what is confirmed in the POST."""
    viewer, at, settings = person(request), timezone.now(), organisation()
    loads = farmer_loads(at=at, settings=settings)
    form = ProposalForm(_asked(request.GET, viewer), viewer=viewer, loads=loads)
    plan = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        plan = plan_moves(
            viewer=viewer, keeper=given["keeper"], takers=given["takers"], settings=settings, at=at, loads=loads,
            by_rule=given["how"] == "rule", asked={"show": given["show"], "level": given["level"]},
            chosen=_chosen(request),
        )  # fmt: skip
    if request.method == "POST" and "count" not in request.POST:
        return _confirm(request, form, plan)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "handoff/moves.html", _context(request, form, plan), status=status)


def _chosen(request: HttpRequest) -> set[int] | None:
    """The accounts that are ticked; before anybody could tick, all."""
    if request.method != "POST":
        return None
    return {int(pair.partition(":")[0]) for pair in request.POST.getlist("move") if _is_pair(pair)}


def _asked(query: QueryDict, viewer: User) -> QueryDict | None:
    """The head of sales has only the own queue to give away: no choice, so no question."""
    if not query and not viewer.is_in(Role.SALES_HEAD):
        return None
    asked = query.copy()
    asked.setdefault("how", "rule")
    if viewer.is_in(Role.SALES_HEAD):
        asked["keeper"] = str(viewer.pk)
    return asked


def _context(request: HttpRequest, form: ProposalForm, plan: MovePlan | None, **more: Any) -> dict[str, Any]:
    return {
        "form": form,
        "plan": plan,
        "keeper": form.cleaned_data.get("keeper") if form.is_bound else None,
        "at_once": AT_ONCE,
        "action": request.get_full_path(),
        "move_form": _kept(request),
        **more,
    }


def _kept(request: HttpRequest) -> MoveForm:
    """What was typed so far, without a word about what is missing."""
    typed = {"reason": request.POST.get("reason", "")}
    return MoveForm(initial=typed, keepers=User.objects.none(), pairs=[])


def _confirm(request: HttpRequest, form: ProposalForm, plan: MovePlan | None) -> HttpResponse:
    """All or none: whoever changed hands since the proposal was read is refused by the action, with a sentence."""
    viewer = person(request)
    keepers = people_in(Role.FARMER, Role.FARMERS_HEAD) | User.objects.filter(pk=viewer.pk)
    named = [pair for pair in request.POST.getlist("move") if _is_pair(pair)]
    sent = MoveForm(request.POST, keepers=keepers, pairs=named)
    if sent.is_valid():
        pairs = [pair.split(":") for pair in sent.cleaned_data["move"]]
        chosen = {int(account): int(farmer) for account, farmer in pairs}
        farmers = people_in(Role.FARMER, Role.FARMERS_HEAD).in_bulk(set(chosen.values()))

        def effect() -> dict[str, int]:
            moved = actions.move_clients(
                actor=viewer, keeper=sent.cleaned_data["keeper"], reason=sent.cleaned_data["reason"], at=timezone.now(),
                moves={account: farmers[to] for account, to in chosen.items() if to in farmers},
            )  # fmt: skip
            return {"moved": moved}

        try:
            moved = act_once(request, "move_clients", effect)["moved"]
        except NotYours:
            raise
        except ActionRefused as refusal:
            sent.add_error(None, str(refusal))
        else:
            text = ngettext("%(n)s client has a new farmer.", "%(n)s clients have new farmers.", moved)
            return done(request, text % {"n": moved}, reverse("farmers:portfolios"))
    return render(request, "handoff/moves.html", _context(request, form, plan, move_form=sent), status=422)


def _is_pair(text: str) -> bool:
    account, _colon, farmer = text.partition(":")
    return account.isdecimal() and farmer.isdecimal() and len(text) < 40
