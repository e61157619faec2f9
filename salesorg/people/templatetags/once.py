"""`{% load once %}{% idempotency_key %}`: the key of a form, made when the form is rendered."""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def idempotency_key() -> SafeString:
    """A hidden field with a fresh key: a form that is sent twice acts once.

    Fresh at every rendering, after a refusal, too: a refused request saved nothing under its key.
    """
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())
