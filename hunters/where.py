"""Where a meeting takes place: an address or a video link. Pure."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from hunters.refusals import LinkNotSafe, PlaceOrLink

_https = URLValidator(schemes=["https"])
LONGEST_LINK = 500


def checked_where(place: str, video_link: str) -> tuple[str, str]:
    """Return place and link as they are kept; at most one of them is given. Refusals: `PlaceOrLink`, `LinkNotSafe`.

    Only https: the link goes to the client by mail and is clicked there.
    """
    place, video_link = place.strip(), video_link.strip()
    if place and video_link:
        raise PlaceOrLink
    if video_link:
        try:
            _https(video_link)
        except ValidationError as error:
            raise LinkNotSafe from error
        if len(video_link) > LONGEST_LINK:
            raise LinkNotSafe
    return place, video_link
