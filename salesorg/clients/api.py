"""API of the client base: search, one company, its timeline, its contacts."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from salesorg.clients.actions import reveal_contacts
from salesorg.clients.models import Activity, Company, ContactPoint, Ownership
from salesorg.clients.queries import companies_visible_to, find_companies, owners_of, timeline
from salesorg.lib.api import PersonSerializer
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import person

SEES_COMPANIES = (
    Role.CALL_CENTER_ADMIN,
    Role.HUNTER,
    Role.HUNTERS_HEAD,
    Role.FARMER,
    Role.FARMERS_HEAD,
    Role.FINANCE,
    Role.SALES_HEAD,
)
PERMISSIONS: list[type[BasePermission]] = [IsAuthenticated, role_permission(*SEES_COMPANIES)]


class MaskedContactSerializer(serializers.Serializer[Any]):
    """A phone or e-mail with its middle hidden."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ContactPoint.Kind.choices)
    value = serializers.CharField(source="masked")
    is_wrong = serializers.BooleanField()


class FullContactSerializer(MaskedContactSerializer):
    """The same in full, for who has the company in hand."""

    value = serializers.CharField()


class CompanySerializer(serializers.Serializer[Any]):
    """A company in a list; `owner` is null while it is the call centre's."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=Company.Status.choices)
    segment = serializers.CharField()
    country = serializers.CharField()
    region = serializers.CharField()
    city = serializers.CharField()
    time_zone = serializers.CharField()
    owner = serializers.SerializerMethodField()
    contacts = MaskedContactSerializer(many=True, source="contact_points")

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_owner(self, company: Company) -> Any:
        holder: list[Ownership] = getattr(company, "holder", [])
        return PersonSerializer(holder[0].owner).data if holder else None


class OwnershipSerializer(serializers.Serializer[Any]):
    """A period in which one person was responsible."""

    owner = PersonSerializer()
    stage = serializers.ChoiceField(choices=Ownership.Stage.choices)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class CompanyDetailSerializer(CompanySerializer):
    """One company with everything that is not a stage's own."""

    tax_id = serializers.CharField()
    address = serializers.CharField()
    website = serializers.CharField()
    details = serializers.DictField()
    created_at = serializers.DateTimeField()
    owners = serializers.SerializerMethodField()

    @extend_schema_field(OwnershipSerializer(many=True))
    def get_owners(self, company: Company) -> Any:
        return OwnershipSerializer(owners_of(company), many=True).data


class ActivitySerializer(serializers.Serializer[Any]):
    """One step that somebody took; `actor` is null for what happened by itself."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    actor = PersonSerializer(allow_null=True)
    data = serializers.DictField()  # type: ignore[assignment]  # fields leave the class; `data` stays DRF's


class RevealedSerializer(serializers.Serializer[Any]):
    """All contacts of a company in full."""

    contacts = FullContactSerializer(many=True)


@extend_schema(
    tags=["clients"],
    parameters=[
        OpenApiParameter("search", str, description="Words or parts of words of the name."),
        OpenApiParameter("status", str, enum=Company.Status.values),
        OpenApiParameter("city", str),
    ],
)
class Companies(generics.ListAPIView[Company]):
    """Companies one may see, by name; contacts are masked."""

    serializer_class = CompanySerializer
    permission_classes = PERMISSIONS
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Company]:
        asked = {name: self.request.query_params.get(name, "")[:200] for name in ("search", "status", "city")}
        return find_companies(person(self.request), **asked)


@extend_schema(tags=["clients"], responses=CompanyDetailSerializer)
@api_view(["GET"])
@permission_classes(PERMISSIONS)
def company(request: Request, pk: int) -> Response:
    """One company."""
    found = get_object_or_404(find_companies(person(request)), pk=pk)
    return Response(CompanyDetailSerializer(found).data)


@extend_schema(tags=["clients"])
class Timeline(generics.ListAPIView[Activity]):
    """All that happened with a company since the first cold call, newest first."""

    serializer_class = ActivitySerializer
    permission_classes = PERMISSIONS
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Activity]:
        if getattr(self, "swagger_fake_view", False):
            return Activity.objects.none()
        found = get_object_or_404(companies_visible_to(person(self.request)), pk=self.kwargs["pk"])
        return timeline(found)


@extend_schema(tags=["clients"], request=None, responses=RevealedSerializer)
@api_view(["POST"])
@permission_classes(PERMISSIONS)
def reveal(request: Request, pk: int) -> Response:
    """The contacts in full, of a company in one's own hands; the look is recorded and counts against a daily quota."""
    found = get_object_or_404(companies_visible_to(person(request)), pk=pk)
    shown = reveal_contacts(actor=person(request), company=found, at=timezone.now())
    return Response(RevealedSerializer({"contacts": shown}).data)
