"""Many clients change hands at once: propose, then move."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from farmers.queries import plan_moves
from handoff import actions
from handoff.api.handoffs import ASSIGNERS, _input
from handoff.moves_form import WHICH
from salesorg.lib.api import StrictSerializer
from salesorg.people.models import Role, User
from salesorg.people.pages import api_once, person
from salesorg.people.queries import organisation, people_in


def keepers() -> Any:
    """Who can have clients, or keep the queue."""
    return people_in(Role.FARMER, Role.FARMERS_HEAD, Role.SALES_HEAD)


class ProposalInput(StrictSerializer):
    keeper = serializers.IntegerField(help_text="Whose open accounts are to be given away (person id).")
    takers = serializers.ListField(
        child=serializers.IntegerField(), default=list, max_length=500,
        help_text="Farmers who may get them; empty: all others.",
    )  # fmt: skip
    by_rule = serializers.BooleanField(
        default=True, help_text="Share out by the rule of a new client; else the first taker gets all."
    )
    show = serializers.ChoiceField(choices=[value for value, _label in WHICH], default="")


class MoveShape(serializers.Serializer[Any]):
    account = serializers.IntegerField()
    company = serializers.CharField()
    farmer = serializers.IntegerField(allow_null=True, help_text="Null: nobody can take it, it stays.")


class LoadChangeShape(serializers.Serializer[Any]):
    farmer = serializers.IntegerField()
    clients = serializers.IntegerField()
    before = serializers.DecimalField(max_digits=8, decimal_places=1, help_text="Load points")
    after = serializers.DecimalField(max_digits=8, decimal_places=1)
    capacity = serializers.DecimalField(max_digits=8, decimal_places=1)


class ProposalShape(serializers.Serializer[Any]):
    moves = MoveShape(many=True)
    loads = LoadChangeShape(many=True)
    more = serializers.IntegerField(help_text="Accounts beyond the most urgent ones that are listed.")


class OneMoveInput(StrictSerializer):
    account = serializers.IntegerField()
    farmer = serializers.IntegerField()


class MovesInput(StrictSerializer):
    keeper = serializers.IntegerField()
    moves = OneMoveInput(many=True, allow_empty=False)
    reason = serializers.CharField(max_length=500)


class MovedShape(serializers.Serializer[Any]):
    moved = serializers.IntegerField()


@extend_schema(tags=["handoff"], request=ProposalInput, responses=ProposalShape)
@api_view(["POST"])
@permission_classes([ASSIGNERS])
def propose(request: Request) -> Response:
    """Who would get which of a person's clients, and what it does to the loads; writes nothing."""
    given, viewer = _input(request, ProposalInput), person(request)
    plan = plan_moves(
        viewer=viewer, keeper=get_object_or_404(keepers(), pk=given["keeper"]), takers=given["takers"],
        by_rule=given["by_rule"], asked={"show": given["show"]}, settings=organisation(), at=timezone.now(),
    )  # fmt: skip
    moves = [
        {
            "account": one.account.pk,
            "company": one.account.company.name,
            "farmer": one.farmer and one.farmer.pk,
        }
        for one in plan.moves
    ]
    loads = [
        {"farmer": one.load.farmer.pk, "clients": one.clients, "before": one.load.load, "after": one.after,
         "capacity": one.load.capacity}
        for one in plan.changes
    ]  # fmt: skip
    return Response(ProposalShape({"moves": moves, "loads": loads, "more": plan.more}).data)


@extend_schema(tags=["handoff"], request=MovesInput, responses=MovedShape)
@api_view(["POST"])
@permission_classes([ASSIGNERS])
def move(request: Request) -> Response:
    """Give a person's clients to other farmers, all or none; 409 if one of them has changed hands."""
    given, actor = _input(request, MovesInput), person(request)
    keeper = get_object_or_404(keepers(), pk=given["keeper"])
    farmers: dict[int, User] = keepers().in_bulk({one["farmer"] for one in given["moves"]})
    if unknown := [one["farmer"] for one in given["moves"] if one["farmer"] not in farmers]:
        raise serializers.ValidationError({"moves": [f"{unknown[0]}"]})
    moves = {one["account"]: farmers[one["farmer"]] for one in given["moves"]}

    def effect() -> dict[str, int]:
        moved = actions.move_clients(
            actor=actor, keeper=keeper, moves=moves, reason=given["reason"], at=timezone.now()
        )
        return {"moved": moved}

    return Response(api_once(request, "move_clients", effect))
