"""Scorecards and the trend of each person over the API."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.review_serializers import PersonTrendOut, ScorecardOut
from callcenter.models import Scorecard
from callcenter.review_queries import scorecards
from callcenter.review_trend import floor_trend
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.queries import database_now, organisation

Watchers = role_permission(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


class Scorecards(ListAPIView[Scorecard]):
    """By what calls are judged, the one in use first."""

    permission_classes = [Watchers]
    serializer_class = ScorecardOut
    filter_backends = []
    queryset = Scorecard.objects.none()

    def get_queryset(self) -> QuerySet[Scorecard]:
        return scorecards()

    @extend_schema(tags=["callcenter"], responses=ScorecardOut(many=True))
    def get(self, request: Request) -> Response:
        return self.list(request)


@extend_schema(tags=["callcenter"], responses=PersonTrendOut(many=True))
@api_view(["GET"])
@permission_classes([Watchers])
def trends(request: Request) -> Response:
    """Every call manager over the last twelve weeks."""
    return Response(PersonTrendOut(floor_trend(database_now(), organisation()), many=True).data)
