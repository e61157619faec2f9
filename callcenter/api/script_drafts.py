"""A script's draft, its publication and its test over the API: the administrator's, each answered with the script as it then is."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.actions import (
    change_share,
    discard_draft,
    end_test,
    publish_draft,
    save_draft,
    start_draft,
)
from callcenter.api.lists import Admin
from callcenter.api.script_serializers import (
    DraftFromIn,
    PublishIn,
    ScriptDraftIn,
    ScriptOut,
    SeenIn,
    ShareIn,
    TestEndIn,
)
from callcenter.api.scripts import changed
from callcenter.models import Script


class ScriptDraft(GenericAPIView[Script]):
    """PUT saves the draft, POST begins one with an earlier version, DELETE puts it aside. 409 if it is not the one `seen`."""

    permission_classes = [Admin]
    serializer_class = ScriptDraftIn
    queryset = Script.objects.none()

    @extend_schema(tags=["callcenter"], request=ScriptDraftIn, responses=ScriptOut)
    def put(self, request: Request, pk: int) -> Response:
        return changed(request, pk, save_draft, ScriptDraftIn)

    @extend_schema(tags=["callcenter"], request=DraftFromIn, responses=ScriptOut)
    def post(self, request: Request, pk: int) -> Response:
        return changed(request, pk, start_draft, DraftFromIn)

    @extend_schema(tags=["callcenter"], request=SeenIn, responses=ScriptOut)
    def delete(self, request: Request, pk: int) -> Response:
        return changed(request, pk, discard_draft, SeenIn)


@extend_schema(tags=["callcenter"], request=PublishIn, responses=ScriptOut)
@api_view(["POST"])
@permission_classes([Admin])
def publish(request: Request, pk: int) -> Response:
    """Publish the draft: in place of the published version, or beside it to a share of the leads."""
    return changed(request, pk, publish_draft, PublishIn)


@extend_schema(tags=["callcenter"], request=ShareIn, responses=ScriptOut)
@api_view(["POST"])
@permission_classes([Admin])
def share(request: Request, pk: int) -> Response:
    """Give the challenger to another share of the leads."""
    return changed(request, pk, change_share, ShareIn)


@extend_schema(tags=["callcenter"], request=TestEndIn, responses=ScriptOut)
@api_view(["POST"])
@permission_classes([Admin])
def end(request: Request, pk: int) -> Response:
    """End the test of two versions: promote the challenger or drop it."""
    return changed(request, pk, end_test, TestEndIn)
