"""What recycling would come to, in words: per result how many come back, how many stay away and why."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.labels import CLOSED_REASONS, disposition_label
from callcenter.recycling import HINDRANCES, Outlook

WHY = {
    "client": _("a client by now"),
    "owned": _("with a hunter or farmer"),
    "merged": _("merged into another company"),
    "do_not_call": _("on do-not-call"),
    "no_number": _("no number left that may be called"),
    "limit": _("called as often as the list allows"),
    "recent": _("called more lately than that"),
}


def closed_label(reason: str) -> str:
    """Return the words for what closed a lead."""
    return str(CLOSED_REASONS.get(reason) or disposition_label(reason))


def outlook_rows(found: Outlook) -> list[dict[str, Any]]:
    """Return a row per closed reason, those with most leads first: label, how many come back, who stays away and why."""
    rows = []
    for reason in {*found.back, *found.staying}:
        staying = found.staying.get(reason, {})
        rows.append({
            "label": closed_label(reason), "back": found.back.get(reason, 0), "stay": sum(staying.values()),
            "why": [(WHY[why], staying[why]) for why in HINDRANCES if why in staying],
        })  # fmt: skip
    return sorted(rows, key=lambda row: (-row["back"] - row["stay"], row["label"]))
