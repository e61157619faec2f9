from datetime import date, datetime

from django.db import transaction

from farmers import verbs
from farmers.in_hand import account_in_hand, counts_from, recount
from farmers.models import Account, Touch
from farmers.neglect import local_day, next_touch_day
from farmers.refusals import NextTouchInPast, SilenceInPast, SilenceNeedsContact, TouchInFuture
from salesorg.clients.actions import record_activity
from salesorg.people.models import User
from salesorg.people.queries import organisation


@transaction.atomic
def log_touch(
    *, actor: User, account: Account, kind: str, note: str, at: datetime, is_real: bool = True,
    next_touch_on: date | None = None, quiet_until: date | None = None, touched_at: datetime | None = None,
) -> Touch:  # fmt: skip
    """Write down a contact with a client, or an attempt that did not reach them (`is_real=False`).

    `touched_at` is when it happened (default: `at`, which is now); days are local days of the organisation. A real
    touch moves the last touch (never backwards), plans the next one (`next_touch_on`, or as the service level says),
    counts neglect anew and clears an open flag at once. An attempt only stands in the timeline, unless another try is
    planned with it. `quiet_until`: the client wishes for silence until that day, which counts as a touch on it.
    Refusals: `NotYours`, `NotYourAccount`, `TouchInFuture`, `NextTouchInPast`, `SilenceInPast`, `SilenceNeedsContact`.
    """
    account = account_in_hand(actor=actor, account=account)
    settings = organisation()
    moment, today = touched_at or at, local_day(at, settings.zone)
    if moment > at:
        raise TouchInFuture
    if next_touch_on and next_touch_on < today:
        raise NextTouchInPast
    if quiet_until:
        _check_silence(quiet_until, today, is_real)
    touch = Touch.objects.create(
        account=account, person=actor, kind=Touch.Kind(kind), is_real=is_real, at=moment, note=note
    )
    if is_real and (account.last_touch_at is None or moment > account.last_touch_at):
        account.last_touch_at = moment
        account.quiet_until = quiet_until or account.quiet_until
        limits = account.service_level.limits
        account.next_touch_on = next_touch_day(counts_from=counts_from(account, settings), limits=limits)
        recount(account, settings=settings, at=at)
    account.next_touch_on = next_touch_on or account.next_touch_on
    account.save(update_fields=[
        "last_touch_at", "quiet_until", "next_touch_on", "neglected_from", "lost_from", "neglected_since", "lost_since",
    ])  # fmt: skip
    record_activity(
        company=account.company, actor=actor, at=at,
        verb=verbs.TOUCH_LOGGED if is_real else verbs.TOUCH_ATTEMPTED,
        account=account.pk, touch=touch.pk, kind=touch.kind, note=note,
    )  # fmt: skip
    return touch


def _check_silence(quiet_until: date, today: date, is_real: bool) -> None:
    if not is_real:
        raise SilenceNeedsContact
    if quiet_until < today:
        raise SilenceInPast
