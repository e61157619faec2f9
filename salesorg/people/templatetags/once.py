"""`{% load once %}{% idempotency_key %}`: the key of a form, made when the form is rendered."""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def idempotency_key(context: template.Context) -> SafeString:
    """A hidden field with a fresh key; a form shown again after a refusal keeps the key it came with.

    A refused request saved nothing under its key, so the corrected one may use it.
    """
    request = context.get("request")
    sent = request.POST.get("idempotency_key", "") if request is not None else ""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', sent[:100] or uuid.uuid4())
