"""Telephone numbers: one function normalises them, one masks them."""

import hashlib
import hmac
import re

import phonenumbers
from django.conf import settings
from phonenumbers import timezone as phone_zones

# A cell often holds several numbers: «8 (343) 123-45-67, доб. 5; +7 912 …» - split on list signs, never on spaces.
_BETWEEN = re.compile(r"[;,/|\n]|\s+(?:or|и|или|and)\s+", re.IGNORECASE)
_UNKNOWN_ZONES = {"Etc/Unknown", ""}


def normalise_phone(text: str, region: str) -> str | None:
    """Return the number in E.164 (`+13347938701`), or None when `text` is no valid number.

    `region` (ISO 3166 alpha-2) is the country to assume where the number has no country code.
    """
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def split_phones(cell: str, region: str) -> list[str]:
    """Return every valid number in a cell in E.164, in their order, each once."""
    found = (normalise_phone(part, region) for part in _BETWEEN.split(cell) if part.strip())
    return list(dict.fromkeys(phone for phone in found if phone))


def display_phone(e164: str) -> str:
    """Return the number as people of any country read it (`+1 334-793-8701`)."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def mask_phone(e164: str) -> str:
    """Return the number with all but its country code and last two digits hidden (`+1 ••• •• 01`)."""
    try:
        code = f"+{phonenumbers.parse(e164).country_code}"
    except phonenumbers.NumberParseException:
        code = ""
    return f"{code} ••• ••• {e164[-2:]}"


def mask_email(address: str) -> str:
    """Return the address with all but its first letter and its domain hidden (`j•••@example.com`)."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}"


def keyed_hash(value: str) -> str:
    """Return the hash by which an exact phone or e-mail is found without reading it.

    Keyed with the installation's secret, so that a stolen table cannot be reversed by hashing all numbers there are.
    """
    return hmac.new(settings.SECRET_KEY.encode(), value.encode(), hashlib.sha256).hexdigest()[:40]


def time_zone_of(e164: str) -> str | None:
    """Return the IANA zone of a fixed-line area code, or None if the number says nothing of the place."""
    try:
        zones = phone_zones.time_zones_for_number(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return None
    zone = zones[0] if zones else ""
    return None if zone in _UNKNOWN_ZONES or len(zones) > 6 else zone
