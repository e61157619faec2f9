"""The lead in hand as the API shows it: company, contacts, history, and the script to follow."""

from typing import Any

from rest_framework import serializers

Out = serializers.Serializer[Any]


class ScriptAnswerOut(Out):
    text = serializers.CharField()
    next = serializers.CharField(allow_blank=True)


class ScriptStepOut(Out):
    title = serializers.CharField()
    text = serializers.CharField()
    answers = ScriptAnswerOut(many=True)


class ObjectionOut(Out):
    title = serializers.CharField()
    text = serializers.CharField()


class ScriptInCallOut(Out):
    """The script with the names filled in; `start` is the code of the first step."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    start = serializers.CharField()
    steps = serializers.DictField(child=ScriptStepOut())
    objections = ObjectionOut(many=True)


class CompanyInHandOut(Out):
    id = serializers.IntegerField()
    name = serializers.CharField()
    segment = serializers.CharField()
    country = serializers.CharField()
    region = serializers.CharField()
    city = serializers.CharField()
    address = serializers.CharField()
    time_zone = serializers.CharField()
    website = serializers.CharField()
    details = serializers.DictField(child=serializers.CharField())


class ContactOut(Out):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["phone", "email"])
    value = serializers.CharField()
    person = serializers.CharField()
    position = serializers.CharField()


class PreviousCallOut(Out):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    disposition = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    reached = serializers.BooleanField()
    manager = serializers.CharField()
    note = serializers.CharField()
    reason = serializers.CharField()


class LeadInHandOut(Out):
    id = serializers.IntegerField()
    call_list = serializers.CharField()
    company = CompanyInHandOut()
    phones = serializers.ListField(
        child=serializers.CharField(), help_text="E.164, the ones that may be called"
    )
    contacts = ContactOut(many=True)
    attempts = serializers.IntegerField()
    max_attempts = serializers.IntegerField()
    history = PreviousCallOut(many=True)
