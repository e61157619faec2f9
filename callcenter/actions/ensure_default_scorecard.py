from datetime import datetime

from django.db import transaction

from callcenter.default_scorecard import CRITERIA, NAMES
from callcenter.models import Criterion, Scorecard
from salesorg.people.queries import organisation


@transaction.atomic
def ensure_default_scorecard(*, at: datetime) -> Scorecard:
    """Return the scorecard in use; where there is none yet, make the default one in the organisation's language.

    From then on one is always in use. Two at once make one: the unique name lets the second find the first's.
    """
    if found := Scorecard.objects.filter(is_active=True).first():
        return found
    language = organisation().language[:2]
    language = language if language in CRITERIA else "en"
    made, is_new = Scorecard.objects.get_or_create(
        name=NAMES[language], defaults={"is_active": True, "created_at": at}
    )
    if is_new:
        Criterion.objects.bulk_create(
            Criterion(scorecard=made, position=place, text=text, weight=weight, instant_fail=fails)
            for place, (text, weight, fails) in enumerate(CRITERIA[language], start=1)
        )
    return made
