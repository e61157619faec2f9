"""Products, payments and refunds."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from salesorg.lib.api import MoneyField, StrictSerializer
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person
from salesorg.people.queries import organisation
from salesorg.sales.actions import move_payment, record_payment, refund_payment
from salesorg.sales.filters import PaymentFilter, ProductFilter
from salesorg.sales.models import Payment, Product, Sale
from salesorg.sales.queries import payments_visible_to, products_on_sale

R = Role
SELLERS = role_permission(R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FARMERS_HEAD, R.FINANCE, R.SALES_HEAD)
READERS = role_permission(R.FINANCE, R.SALES_HEAD, R.HUNTERS_HEAD, R.FARMERS_HEAD)
FINANCE = role_permission(R.FINANCE)


class ProductShape(serializers.ModelSerializer[Product]):
    currency = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = ["id", "sku", "name", "price", "currency"]

    def get_currency(self, product: Product) -> str:
        return str(self.context["currency"])


class SoldShape(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    amount = MoneyField()
    currency = serializers.CharField()
    company = serializers.SerializerMethodField()

    def get_company(self, sale: Sale) -> dict[str, Any]:
        return {"id": sale.company_id, "name": sale.company.name}


class PaymentShape(serializers.ModelSerializer[Payment]):
    """Money received, or given back: then `amount` is negative and `refund_of` names the payment.

    `moved_to`: nothing went back to the client, the payment was moved to another sale and became this one.
    """

    sale = SoldShape()
    refunded = MoneyField(default=Decimal("0.00"), help_text="What went back so far, negative.")

    class Meta:
        model = Payment
        fields = [
            "id",
            "sale",
            "refund_of",
            "moved_to",
            "amount",
            "refunded",
            "currency",
            "paid_at",
            "external_id",
            "recorded_at",
        ]


class PaymentInput(StrictSerializer):
    """`currency` must be the sale's; `external_id` is unique for ever."""

    sale = serializers.PrimaryKeyRelatedField(queryset=Sale.objects.select_related("company"))
    amount = MoneyField()
    currency = serializers.CharField(max_length=3)
    paid_at = serializers.DateTimeField()
    external_id = serializers.CharField(max_length=100)


class MoveInput(StrictSerializer):
    """The right sale. `beyond`: all of it, though less is owed."""

    sale = serializers.PrimaryKeyRelatedField(queryset=Sale.objects.all())
    beyond = serializers.BooleanField(default=False)


class RefundInput(StrictSerializer):
    """`amount` is positive: what went back."""

    amount = MoneyField()
    refunded_at = serializers.DateTimeField()
    external_id = serializers.CharField(max_length=100)


@extend_schema(tags=["sales"])
class Products(generics.ListAPIView[Product]):
    """Products one can sell now."""

    queryset = Product.objects.none()
    serializer_class = ProductShape
    permission_classes = [SELLERS]
    filterset_class = ProductFilter

    def get_queryset(self) -> QuerySet[Product]:
        return products_on_sale()

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "currency": organisation().currency}


@extend_schema(tags=["sales"])
class Payments(generics.ListAPIView[Payment]):
    """Payments and refunds, newest first."""

    queryset = Payment.objects.none()
    serializer_class = PaymentShape
    filterset_class = PaymentFilter

    def get_permissions(self) -> list[BasePermission]:
        return [FINANCE() if self.request.method == "POST" else READERS()]

    def get_queryset(self) -> QuerySet[Payment]:
        return payments_visible_to(person(self.request))

    @extend_schema(request=PaymentInput, responses={201: PaymentShape})
    def post(self, request: Request) -> Response:
        """Record money received for a sale; the commission follows by itself."""
        given = PaymentInput(data=request.data)
        given.is_valid(raise_exception=True)

        def effect() -> dict[str, Any]:
            payment = record_payment(actor=person(request), at=timezone.now(), **given.validated_data)
            return dict(PaymentShape(payment).data)

        return Response(api_once(request, "record_payment", effect), status=status.HTTP_201_CREATED)


@extend_schema(tags=["sales"], request=MoveInput, responses={201: PaymentShape})
@api_view(["POST"])
@permission_classes([FINANCE])
def move(request: Request, pk: int) -> Response:
    """Put right what was recorded for the wrong sale: what is left goes back there and is recorded for `sale`."""
    payment = get_object_or_404(payments_visible_to(person(request)), pk=pk)
    given = MoveInput(data=request.data)
    given.is_valid(raise_exception=True)

    def effect() -> dict[str, Any]:
        moved = move_payment(
            actor=person(request), payment=payment, at=timezone.now(), **given.validated_data
        )
        return dict(PaymentShape(moved).data)

    return Response(api_once(request, "move_payment", effect), status=status.HTTP_201_CREATED)


@extend_schema(tags=["sales"], request=RefundInput, responses={201: PaymentShape})
@api_view(["POST"])
@permission_classes([FINANCE])
def refund(request: Request, pk: int) -> Response:
    """Record that (a part of) a payment went back to the client."""
    payment = get_object_or_404(payments_visible_to(person(request)), pk=pk)
    given = RefundInput(data=request.data)
    given.is_valid(raise_exception=True)

    def effect() -> dict[str, Any]:
        made = refund_payment(
            actor=person(request), payment=payment, at=timezone.now(), **given.validated_data
        )
        return dict(PaymentShape(made).data)

    return Response(api_once(request, "refund_payment", effect), status=status.HTTP_201_CREATED)
