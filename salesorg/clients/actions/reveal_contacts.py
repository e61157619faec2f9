from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from salesorg.clients.models import Company, ContactPoint, Reveal
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import User
from salesorg.people.queries import organisation


class QuotaSpent(ActionRefused):
    code = "reveal_quota_spent"
    text = _(
        "You have looked at as many contacts as one day allows. Your head can see why and raise the quota."
    )


@transaction.atomic
def reveal_contacts(*, actor: User, company: Company, at: datetime) -> list[ContactPoint]:
    """Return the full phones and mails of a company that is in the actor's hands, and record the look.

    A second look at the same company within a day counts once. Refusals: `NotYours`, `QuotaSpent`.
    """
    if not Company.objects.contactable_by(actor).filter(pk=company.pk).exists():
        raise NotYours
    today = looks_of_the_day(actor, at)
    if not today.filter(company=company, is_look_up=False).exists():
        count_look(today, Reveal(person=actor, company=company, at=at))
    return list(company.contact_points.all())


def looks_of_the_day(actor: User, at: datetime) -> QuerySet[Reveal]:
    """Return the person's looks, of both kinds, in the 24 hours before `at`. Needs a transaction.

    One person's looks are counted one after another, or two tabs would both be the last allowed one.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    return Reveal.objects.filter(person=actor, at__gt=at - timedelta(days=1))


def count_look(today: QuerySet[Reveal], look: Reveal) -> None:
    """Save one look more, unless the day's quota is spent (`QuotaSpent`)."""
    if today.count() >= organisation().reveals_per_day:
        raise QuotaSpent
    look.save()
