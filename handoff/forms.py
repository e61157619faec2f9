"""What people type in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.checklist import Checklist, Promised
from handoff.models import Handoff
from salesorg.clients.models import ContactPoint
from salesorg.lib.ui.amount_field import AmountField
from salesorg.lib.ui.figures import num
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in

# In which a farmer serves and a client is written to, each by its own name; letters are written in those with a template.
LANGUAGES = [
    ("en", "English"), ("ru", "Русский"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"), ("it", "Italiano"),
    ("pt", "Português"), ("pl", "Polski"), ("tr", "Türkçe"), ("kk", "Қазақша"), ("uk", "Українська"), ("zh", "中文"),
]  # fmt: skip


class ChecklistForm(forms.Form):
    """The rehearsed introduction, step by step, with one more promise to write down."""

    brief = forms.CharField(
        label=_("Brief for the farmer"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Two lines about the client: who decides there, why they bought, what they expect, what to be careful about."),
    )  # fmt: skip
    promise_text = forms.CharField(label=_("What you promised"), required=False, max_length=500)
    promise_due_on = forms.DateField(
        label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    no_promises = forms.BooleanField(label=_("Nothing was promised"), required=False)
    introduction_arranged = forms.BooleanField(label=_("The introduction is arranged"), required=False)
    how = forms.ChoiceField(
        label=_("The farmer was introduced"), required=False,
        choices=[("", _("Not yet")), *Handoff.Introduced.choices], widget=forms.RadioSelect,
    )  # fmt: skip
    contacts_given = forms.BooleanField(label=_("The client has the farmer's own contacts"), required=False)
    reaction = forms.ChoiceField(
        label=_("How the client took it"), required=False,
        choices=[("", _("Not known yet")), *Handoff.Reaction.choices], widget=forms.RadioSelect,
    )  # fmt: skip
    reaction_note = forms.CharField(label=_("In the client's words"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        adds = self.data.get("step") == "promise"
        for name, other in (("promise_text", "promise_due_on"), ("promise_due_on", "promise_text")):
            if not data.get(name) and (adds or data.get(other)) and name not in self.errors:
                self.add_error(name, _("A promise has a text and a day."))
        return data

    def checklist(self, remark: str, *, own_words: bool) -> Checklist:
        """What was ticked; `remark` is the free text, which only the API writes; `own_words` as in `Checklist`."""
        data = {name: value for name, value in self.cleaned_data.items() if not name.startswith("promise_")}
        return Checklist(promises=remark, own_words=own_words, **data)

    @property
    def promises(self) -> list[Promised]:
        """The promise to be written down, if one was typed."""
        text, due_on = self.cleaned_data["promise_text"], self.cleaned_data["promise_due_on"]
        return [Promised(text, due_on)] if text else []


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you return this client?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A farmer with the load beside the name: that is what the head chooses by."""

    loads: dict[int, Any] = {}

    def label_from_instance(self, obj: User) -> str:
        load = self.loads.get(obj.pk)
        if load is None:
            return obj.name
        word = f" · {load.word}" if load.word else ""
        return f"{obj.name} · {num(load.load, 1)} / {num(load.capacity, 1)}{word}"


class AssignForm(forms.Form):
    farmer = PersonChoice(label=_("Farmer"), queryset=User.objects.none(), empty_label=_("Choose a farmer"))

    reason = forms.CharField(
        label=_("Why"), required=False, max_length=500,
        help_text=_("Needed where the client is taken from a farmer, or given to one whom the rule passes over; kept and shown."),
    )  # fmt: skip

    def __init__(self, *args: Any, loads: dict[int, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["farmer"]
        assert isinstance(field, PersonChoice)
        field.loads = loads or {}
        field.queryset = people_in(Role.FARMER, Role.FARMERS_HEAD)


class LanguageForm(forms.Form):
    """The language the client is served and written to in."""

    language = forms.ChoiceField(label=_("Language of the client"), required=False)

    def __init__(self, *args: Any, now: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [code for code, _name in LANGUAGES]
        other = [(now, now)] if now and now not in known else []
        self.fields["language"].choices = [("", _("Ours")), *LANGUAGES, *other]  # type: ignore[attr-defined]
        self.fields["language"].initial = now


class LetterForm(forms.Form):
    """The introduction as it will be read; addresses are shown masked."""

    contact_point = forms.ChoiceField(label=_("To"), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 16}))

    def __init__(self, *args: Any, addresses: Iterable[ContactPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            (str(one.pk), f"{one.person.name} · {one.masked}" if one.person else one.masked)
            for one in addresses
        ]
        self.fields["contact_point"].choices = known  # type: ignore[attr-defined]


class LetterTemplateForm(forms.Form):
    """The introduction in one language, with its variables in braces."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 16}))


class AmountForm(forms.Form):
    """How much a sale would pay."""

    amount = AmountField(label=_("Amount of the sale"), min_value=0, max_digits=12, decimal_places=2)


class DealForecastForm(forms.Form):
    """What a deal would come to, and what the client would buy in a year; both may be left open."""

    amount = AmountField(
        label=_("Amount of the sale"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    yearly = AmountField(
        label=_("The client buys in a year"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
