"""Finance's desk: payments that came in, refunds that went back."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from salesorg.lib.api import capped_count
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused
from salesorg.lib.ui.figures import written
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation
from salesorg.sales.actions import BeyondSale, record_payment, refund_payment
from salesorg.sales.alike_payments import payment_alike
from salesorg.sales.filters import PaymentFilter
from salesorg.sales.forms import PaymentForm, RefundForm
from salesorg.sales.models import Payment, Sale
from salesorg.sales.queries import (
    find_sales,
    owing_longest,
    payments_visible_to,
    sales_visible_to,
    with_refunded,
)
from salesorg.sales.views.tabs import money_tabs


@for_roles(Role.FINANCE, Role.SALES_HEAD)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Payments and refunds, newest first."""
    viewer = person(request)
    # Filtered and counted bare: the sum of refunds is asked for the rows of one page only.
    chosen = PaymentFilter(request.GET, queryset=Payment.objects.visible_to(viewer))
    context = {
        "filter": chosen,
        "page": page_of(request, with_refunded(chosen.qs), total=capped_count(chosen.qs)),
        "records": viewer.is_in(Role.FINANCE),
        "tabs": money_tabs(viewer, "payments"),
        "zone": organisation().zone,
    }
    return render(request, "sales/payments.html", context)


@for_roles(Role.FINANCE)
@require_safe
def choose_sale(request: HttpRequest) -> HttpResponse:
    """For which sale did money come? By number or by the company's name, as one types; else those that owe longest."""
    asked = request.GET.get("q", "")[:100]
    viewer = person(request)
    sales = find_sales(viewer, asked) if asked.strip() else owing_longest(viewer)
    context = {"q": asked, "sales": sales, "waiting": not asked.strip()}
    fragment = request.headers.get("HX-Target") == "_found_sales"
    return render(request, "sales/_found_sales.html" if fragment else "sales/choose_sale.html", context)


@for_roles(Role.FINANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_payment(request: HttpRequest, sale_id: int) -> HttpResponse:
    """Record money received for a sale; what is still owed stands in the form."""
    sale = get_object_or_404(sales_visible_to(person(request)), pk=sale_id)
    left = sale.owed
    form = PaymentForm(request.POST or None, initial={"amount": left or None})
    status, asked = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _record(request, sale, form, left)
            except (BeyondSale, PaidAlike) as refusal:
                asked = refusal.code
                form.add_error("amount", str(refusal))
            except ActionRefused as refusal:
                form.add_error(None, str(refusal))
    return render(
        request,
        "sales/new_payment.html",
        {"sale": sale, "left": left, "form": form, "asked": asked},
        status=status,
    )


class PaidAlike(ActionRefused):
    """The same sale, the same amount, a few days apart: perhaps two instalments, more often one payment typed in twice."""

    code = "paid_alike"

    def __init__(self, known: Payment) -> None:
        day = written(known.paid_at.astimezone(organisation().zone), "date")
        told = {"id": known.external_id, "day": day}
        super().__init__(_("Payment %(id)s of %(day)s for this sale has the same amount.") % told)


def _record(request: HttpRequest, sale: Sale, form: PaymentForm, left: Decimal) -> HttpResponse:
    given = form.cleaned_data

    def effect() -> dict[str, str]:
        if given["amount"] > left and not given["beyond"]:
            raise BeyondSale  # asked in here, so that a form sent twice is answered as the first time
        known = payment_alike(sale, given["amount"], given["day"])
        if known is not None and known.external_id != given["external_id"] and not given["other"]:
            raise PaidAlike(known)
        payment = record_payment(
            actor=person(request), sale=sale, amount=given["amount"], currency=sale.currency, paid_at=form.moment,
            external_id=given["external_id"], at=timezone.now(),
        )  # fmt: skip
        return {"external_id": payment.external_id}

    answer = act_once(request, "record_payment", effect)
    text = _("Payment %(external_id)s is recorded; the commission follows within a minute.") % answer
    return done(request, text, reverse("sales:payments"))


@for_roles(Role.FINANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that (a part of) a payment went back."""
    payment = get_object_or_404(payments_visible_to(person(request)), pk=pk, refund_of__isnull=True)
    left = payment.amount + payment.refunded  # type: ignore[attr-defined]
    form = RefundForm(request.POST or None, left=left)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _give_back(request, payment, form)
            except ActionRefused as refusal:
                form.add_error(None, str(refusal))
    context = {"payment": payment, "left": left, "form": form}
    return render(request, "sales/refund.html", context, status=status)


def _give_back(request: HttpRequest, payment: Payment, form: RefundForm) -> HttpResponse:
    given = form.cleaned_data

    def effect() -> dict[str, str]:
        refunded = refund_payment(
            actor=person(request), payment=payment, amount=given["amount"], refunded_at=form.moment,
            external_id=given["external_id"], at=timezone.now(),
        )  # fmt: skip
        return {"external_id": refunded.external_id}

    answer = act_once(request, "refund_payment", effect)
    text = _("Refund %(external_id)s is recorded; the commission follows within a minute.") % answer
    return done(request, text, reverse("sales:payments"))
