"""One line of the ledger: where it comes from, corrected by finance, contested by its person."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handoff import actions
from handoff.access import SEES_ALL_MONEY, SEES_PAY
from handoff.models import Accrual, Dispute
from handoff.pay_forms import CorrectionForm, DisputeForm
from handoff.queries.trace import find_line, trace_of
from handoff.views.pay_tabs import AGREED
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation


@for_roles(*SEES_PAY)
@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """The arithmetic in words and figures, with a way to everything that it comes from."""
    return _page(request, _found(request, pk))


@for_roles(Role.FINANCE)
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Post a correction of the line into the open month."""
    found, form = _found(request, pk), CorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, correction_form=form)

    def effect() -> dict[str, Any]:
        actions.correct_line(
            actor=person(request), line=found, currency=found.currency, at=timezone.now(), **form.cleaned_data
        )
        return {}

    return _sent(request, found, "correct_line", effect, _("The correction is posted into the open month."),
                 correction_form=form)  # fmt: skip


@for_roles(*SEES_PAY)
@require_POST
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Contest one's own line."""
    found, form = _found(request, pk), DisputeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, dispute_form=form)

    def effect() -> dict[str, Any]:
        actions.open_dispute(
            actor=person(request), line=found, text=form.cleaned_data["text"], at=timezone.now()
        )
        return {}

    return _sent(
        request, found, "open_dispute", effect, _("Finance is told and will answer here."), dispute_form=form
    )


@for_roles(Role.FINANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """A correction that belongs to no line."""
    someone, org = get_object_or_404(User, pk=person_id), organisation()
    form = CorrectionForm(request.POST or None)

    def effect() -> dict[str, Any]:
        made = actions.correct_pay(
            actor=person(request),
            person=someone,
            currency=org.currency,
            at=timezone.now(),
            **form.cleaned_data,
        )
        return {"line": made.pk}

    if request.method == "POST" and form.is_valid():
        try:
            answer = act_once(request, "correct_pay", effect)
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("The correction is posted into the open month.")
            return done(request, text, reverse("handoff:line", args=[answer["line"]]))
    context = {"someone": someone, "form": form, "currency": org.currency}
    status = 422 if request.method == "POST" else 200
    return render(request, "handoff/correct_person.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> Accrual:
    found = find_line(person(request), pk)
    if found is None:
        raise Http404
    return found


def _sent(
    request: HttpRequest, found: Accrual, action: str, effect: Any, text: str, **forms: Any
) -> HttpResponse:
    """Act once and show the line anew; a refusal stands in its form, with everything that was typed."""
    try:
        act_once(request, action, effect)
    except NotYours:
        raise
    except ActionRefused as refusal:
        next(iter(forms.values())).add_error(None, str(refusal))
        return _page(request, found, **forms)
    return done(request, text, reverse("handoff:line", args=[found.pk]))


def _page(request: HttpRequest, found: Accrual, **forms: Any) -> HttpResponse:
    viewer = person(request)
    trace = trace_of(found, viewer, organisation())
    contested = any(one.state == Dispute.State.OPEN for one in trace.disputes)
    context = {
        "trace": trace, "line": found, "row": trace.row, "everybody": viewer.is_in(*SEES_ALL_MONEY),
        "corrects": viewer.is_in(Role.FINANCE), "contests": found.beneficiary_id == viewer.pk and not contested,
        "sees_payments": viewer.is_in(*SEES_ALL_MONEY), "opens_plan": viewer.is_in(*SEES_ALL_MONEY),
        "opens_agreement": viewer.is_in(*SEES_ALL_MONEY) or _is_agreed_with(viewer, found),
        "sees_handoff": viewer.is_in(Role.HUNTER, Role.HUNTERS_HEAD, Role.SALES_HEAD),
        "correction_form": CorrectionForm(), "dispute_form": DisputeForm(), **forms,
    }  # fmt: skip
    return render(request, "handoff/line.html", context, status=422 if forms else 200)


def _is_agreed_with(viewer: User, found: Accrual) -> bool:
    return viewer.is_in(*AGREED) and found.agreement is not None and found.agreement.hunter_id == viewer.pk
