"""A payment that was recorded for the wrong sale goes to the right one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from salesorg.lib.filters import BIGGEST_ID
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.sales.actions import BeyondSale, move_payment
from salesorg.sales.models import Payment, Sale
from salesorg.sales.queries import find_sales, owing_of, payments_visible_to, sales_visible_to


@for_roles(Role.FINANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the right sale, of the same client before all, and move what is left of the payment there."""
    payment = get_object_or_404(payments_visible_to(person(request)), pk=pk, refund_of__isnull=True)
    if request.method != "POST":
        return _choice(request, payment)
    asked = request.POST.get("sale", "")
    known = asked.isascii() and asked.isdigit() and int(asked) <= BIGGEST_ID
    sale = get_object_or_404(sales_visible_to(person(request)), pk=asked if known else 0)
    try:
        return _move(request, payment, sale)
    except NotYours:
        raise
    except ActionRefused as refusal:
        again = sale if isinstance(refusal, BeyondSale) else None
        return _choice(request, payment, said=str(refusal), again=again, status=422)


def _move(request: HttpRequest, payment: Payment, sale: Sale) -> HttpResponse:
    beyond = request.POST.get("beyond") == "1"

    def effect() -> dict[str, str]:
        moved = move_payment(
            actor=person(request), payment=payment, sale=sale, beyond=beyond, at=timezone.now()
        )
        return {"external_id": moved.external_id}

    act_once(request, "move_payment", effect)
    text = _("The payment stands with %(number)s now; the commission follows within a minute.")
    return done(request, text % {"number": sale.number}, reverse("sales:payments"))


def _choice(
    request: HttpRequest, payment: Payment, *, said: str = "", again: Sale | None = None, status: int = 200
) -> HttpResponse:
    """The sales to choose from; `again`: the one that was refused and may be confirmed."""
    asked, viewer = request.GET.get("q", "")[:100], person(request)
    found = find_sales(viewer, asked) if asked.strip() else owing_of(viewer, payment.sale.company_id)
    sales = [again] if again else [one for one in found if one.pk != payment.sale_id]
    context = {
        "payment": payment, "q": asked, "sales": sales, "said": said, "again": again.pk if again else 0, "moves": True,
    }  # fmt: skip
    part = request.headers.get("HX-Target") == "_found_sales"
    name = "sales/_found_sales.html" if part else "sales/move_payment.html"
    return render(request, name, context, status=status)
