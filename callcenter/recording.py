"""Whether a recording is played on the page, offered as a link, or kept away. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Recording:
    """`how`: played here, or offered as a link to another origin; "" says that its address cannot be trusted."""

    url: str
    how: Literal["play", "link", ""]


def recording_at(url: str, own: str, allowed: Collection[str]) -> Recording:
    """Judge the address of a recording by the page's `own` origin and those `allowed` by the settings.

    An address of these is played (the CSP's media-src allows the same), another https one is a link, and anything else
    (plain http elsewhere, javascript:, a broken address) is not offered at all.
    """
    origin = origin_of(url)
    if origin and origin in {origin_of(own), *map(origin_of, allowed)}:
        return Recording(url, "play")
    return Recording(url, "link" if origin.startswith("https://") else "")


def origin_of(url: str) -> str:
    """Return scheme://host:port of an http(s) address, or an empty string."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return ""
    if parts.scheme not in PORTS or not parts.hostname:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}"
