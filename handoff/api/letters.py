"""Letters of introduction and their templates."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from handoff import actions
from handoff.api.handoffs import _input
from handoff.api.passing_shapes import LetterInput, LetterShape, LetterTemplateInput, LetterTemplateShape
from handoff.models import LetterTemplate
from handoff.queries import handoffs_visible_to, letter_language, letter_templates, letters_of
from handoff.refusals import LanguageUnknown
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person

R = Role
WRITERS = role_permission(R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FARMERS_HEAD)


@extend_schema(methods=["GET"], tags=["handoff"], responses=LetterShape(many=True))
@extend_schema(methods=["POST"], tags=["handoff"], request=LetterInput, responses={201: LetterShape})
@api_view(["GET", "POST"])
@permission_classes([WRITERS])
def letters(request: Request, pk: int) -> Response:
    """The letters that introduce the farmer to the client; POST queues one more, once per farmer and address."""
    handoff = get_object_or_404(handoffs_visible_to(person(request)), pk=pk)
    if request.method == "GET":
        return Response(LetterShape(letters_of(handoff), many=True).data)
    given = _input(request, LetterInput)
    language = given.get("language") or letter_language(handoff)
    template = next((one for one in letter_templates() if one.language == language), None)
    if template is None:
        raise LanguageUnknown

    def act() -> dict[str, Any]:
        written = actions.write_letter(
            actor=person(request), handoff=handoff, contact_point=given["contact_point"], language=language,
            subject=given.get("subject", template.subject), body=given.get("body", template.body), at=timezone.now(),
        )  # fmt: skip
        return dict(LetterShape(written).data)

    return Response(api_once(request, "write_letter", act), status=201)


@extend_schema(tags=["handoff"])
class LetterTemplates(generics.ListAPIView[LetterTemplate]):
    """The letter of introduction in every language."""

    queryset = letter_templates()
    serializer_class = LetterTemplateShape
    permission_classes = [WRITERS]


@extend_schema(tags=["handoff"], request=LetterTemplateInput, responses=LetterTemplateShape)
@api_view(["POST"])
@permission_classes([role_permission(R.FARMERS_HEAD)])
def letter_template(request: Request, language: str) -> Response:
    """Write the letter of one language anew."""
    get_object_or_404(letter_templates(), language=language)
    given = _input(request, LetterTemplateInput)

    def act() -> dict[str, Any]:
        changed = actions.change_letter_template(
            actor=person(request), language=language, at=timezone.now(), **given
        )
        return dict(LetterTemplateShape(changed).data)

    return Response(api_once(request, "change_letter_template", act))
