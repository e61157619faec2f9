"""The bank over the API: upload a statement, read lines with their candidates, decide about each once."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from salesorg.lib.sheets.refusals import FileRefused
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person
from salesorg.sales.actions import (
    Share,
    confirm_statement,
    ignore_line,
    match_line,
    refund_line,
    restore_line,
    split_line,
    upload_statement,
)
from salesorg.sales.api.bank_shapes import (
    BankLineShape,
    BankStatementInput,
    BankStatementShape,
    GiveBackInput,
    IgnoreInput,
    MatchInput,
    SplitInput,
)
from salesorg.sales.bank_queries import candidates_of, lines_visible_to, statements_visible_to, waiting_in
from salesorg.sales.bank_refusals import ColumnsWrong
from salesorg.sales.bank_twins import twins_of
from salesorg.sales.filters import BankLineFilter
from salesorg.sales.models import BankLine, BankStatement

FINANCE, READERS = role_permission(Role.FINANCE), role_permission(Role.FINANCE, Role.SALES_HEAD)


class Statements(GenericAPIView[BankStatement]):
    """Bank statements, newest first; POST uploads one, it is read in the background."""

    parser_classes = [MultiPartParser]
    serializer_class = BankStatementShape
    filter_backends = []
    queryset = BankStatement.objects.none()

    def get_permissions(self) -> list[BasePermission]:
        return [FINANCE() if self.request.method == "POST" else READERS()]

    def get_queryset(self) -> QuerySet[BankStatement]:
        return statements_visible_to(person(self.request))

    @extend_schema(
        tags=["sales"], operation_id="sales_bank_statements", responses=BankStatementShape(many=True)
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(_shaped(page, many=True))

    @extend_schema(
        tags=["sales"],
        request={"multipart/form-data": BankStatementInput},
        responses={202: BankStatementShape},
    )
    def post(self, request: Request) -> Response:
        """Take a file: 1C's text, CSV or XLSX. The same file twice is 409 with the first one's id as `statement`."""
        given = BankStatementInput(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            answer = api_once(request, "upload_statement", lambda: _uploaded(request, given.validated_data))
        except FileRefused as refusal:
            raise serializers.ValidationError({"file": [str(refusal)]}, refusal.code) from refusal
        except ColumnsWrong as refusal:
            raise serializers.ValidationError({"mapping": [str(refusal)]}, refusal.code) from refusal
        return Response(answer, status=status.HTTP_202_ACCEPTED)


def _uploaded(request: Request, data: dict[str, Any]) -> Any:
    """Upload and confirm in one transaction: a wrong mapping leaves no upload behind."""
    at, file, actor = timezone.now(), data["file"], person(request)
    made = upload_statement(actor=actor, file=file.file, file_name=file.name, at=at)
    if made.status == BankStatement.Status.PREVIEW:
        asked = data.get("mapping", {})
        guessed = {
            name: field for name, field in made.reading["mapping"].items() if field not in asked.values()
        }
        made = confirm_statement(
            actor=actor, statement=made, mapping=guessed | asked, order=data.get("order") or made.reading["order"], at=at
        )  # fmt: skip
    return _shaped(made)


def _shaped(found: Any, *, many: bool = False) -> Any:
    shown: list[BankStatement] = list(found) if many else [found]
    return BankStatementShape(found, many=many, context={"waiting": waiting_in(shown)}).data


@extend_schema(tags=["sales"], responses=BankStatementShape)
@api_view(["GET"])
@permission_classes([READERS])
def one_statement(request: Request, pk: int) -> Response:
    """How far it is and what came of it."""
    return Response(_shaped(get_object_or_404(statements_visible_to(person(request)), pk=pk)))


@extend_schema(tags=["sales"])
class Lines(GenericAPIView[BankLine]):
    """Lines of the bank, newest day first; those that wait come with their candidates."""

    permission_classes = [READERS]
    serializer_class = BankLineShape
    filterset_class = BankLineFilter
    queryset = BankLine.objects.none()

    def get_queryset(self) -> QuerySet[BankLine]:
        return lines_visible_to(person(self.request))

    @extend_schema(operation_id="sales_bank_lines", responses=BankLineShape(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        waiting = [line for line in page if line.is_open]
        twins = zip(waiting, twins_of(waiting), strict=True)
        known = {
            "candidates": candidates_of(waiting),
            "looks_like": {line.pk: one[0].pk for line, one in twins if one},
        }
        return self.get_paginated_response(BankLineShape(page, many=True, context=known).data)


def _decided(request: Request, pk: int, action: str, effect: Callable[[BankLine], BankLine]) -> Response:
    line = get_object_or_404(lines_visible_to(person(request)), pk=pk)
    return Response(api_once(request, action, lambda: dict(BankLineShape(effect(line)).data)))


@extend_schema(tags=["sales"], request=MatchInput, responses=BankLineShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def match(request: Request, pk: int) -> Response:
    """Record the line as the payment of a sale; 409 when somebody decided meanwhile."""
    given = _given(MatchInput, request)
    return _decided(
        request, pk, "match_bank_line",
        lambda line: match_line(actor=person(request), line=line, at=timezone.now(), **given),
    )  # fmt: skip


@extend_schema(tags=["sales"], request=SplitInput, responses=BankLineShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def split(request: Request, pk: int) -> Response:
    """Record the line as payments of several sales."""
    given = _given(SplitInput, request)
    shares = [Share(**one) for one in given["parts"]]
    return _decided(
        request, pk, "split_bank_line",
        lambda line: split_line(
            actor=person(request), line=line, shares=shares, beyond=given["beyond"], confirm=given["confirm"],
            at=timezone.now(),
        ),
    )  # fmt: skip


@extend_schema(tags=["sales"], request=IgnoreInput, responses=BankLineShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def ignore(request: Request, pk: int) -> Response:
    """Put the line aside for a reason."""
    given = _given(IgnoreInput, request)
    return _decided(
        request, pk, "ignore_bank_line",
        lambda line: ignore_line(actor=person(request), line=line, at=timezone.now(), **given),
    )  # fmt: skip


@extend_schema(tags=["sales"], request=None, responses=BankLineShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def restore(request: Request, pk: int) -> Response:
    """Take an ignored line back into the queue."""
    return _decided(
        request, pk, "restore_bank_line",
        lambda line: restore_line(actor=person(request), line=line, at=timezone.now()),
    )  # fmt: skip


@extend_schema(tags=["sales"], request=GiveBackInput, responses=BankLineShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def give_back(request: Request, pk: int) -> Response:
    """Record the line (money out) as the refund of a payment."""
    given = _given(GiveBackInput, request)
    return _decided(
        request, pk, "refund_bank_line",
        lambda line: refund_line(actor=person(request), line=line, at=timezone.now(), **given),
    )  # fmt: skip


def _given(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
