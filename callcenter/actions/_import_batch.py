"""Write one batch of drafts: companies, phones, people, leads and the report, in the caller's transaction."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError

from callcenter.models import ImportJob, ImportRow, Lane
from callcenter.sheets.draft import Draft
from salesorg.clients.models import Company, ContactPoint, DoNotCall
from salesorg.lib.copying import NULL, copy_rows, escaped, next_ids
from salesorg.lib.names import name_key, search_key, site_domain
from salesorg.lib.phones import keyed_hash
from salesorg.lib.refusals import constraint_of

Outcome = ImportRow.Outcome
PHONE_KNOWN, PHONE_TWICE = "phone_known", "phone_twice_in_file"
TAX_ID_KNOWN, TAX_ID_TWICE = "tax_id_known", "tax_id_twice_in_file"
# The two constraints by which a rival's company shows itself.
DECIDE = {"contact_point_phone_has_one_company", "company_one_per_tax_id"}
ON_DNC, SOME_ON_DNC, IS_CLIENT = "on_do_not_call", "some_numbers_on_do_not_call", "is_a_client"


class RivalWrote(Exception):
    """A unique constraint says that somebody else has just written one of our companies: judge the batch again."""


class Judged:
    """A draft with its phones' hashes, what the database says about them, and what becomes of the row."""

    __slots__ = ("company", "draft", "hashes", "outcome", "reason")

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.hashes = {keyed_hash(phone): phone for phone in draft.phones}
        self.outcome: str = Outcome.REJECTED if draft.reject else Outcome.CREATED
        self.reason = draft.reject or draft.reason
        self.company = 0

    def becomes(self, outcome: str, reason: str) -> None:
        self.outcome, self.reason = outcome, reason


def judge(drafts: Sequence[Draft]) -> list[Judged]:
    """Return what becomes of each row, in the order of the file: client, do-not-call, duplicate or created.

    Product.md 4.1: a duplicate is a company with the same phone or tax id, in the database or above in the file.
    """
    rows = [Judged(draft) for draft in drafts]
    hashes = {hashed for row in rows if not row.draft.reject for hashed in row.hashes}
    tax_ids = {row.draft.tax_id for row in rows if row.draft.tax_id}
    known = dict(
        ContactPoint.objects.filter(kind="phone", value_hash__in=hashes).values_list(
            "value_hash", "company__status"
        )
    )
    forbidden = set(DoNotCall.objects.filter(phone_hash__in=hashes).values_list("phone_hash", flat=True))
    taxed = dict(Company.objects.filter(tax_id__in=tax_ids).values_list("tax_id", "status"))
    seen: set[str] = set()
    for row in rows:
        if not row.draft.reject:
            _judge_one(row, known, taxed, forbidden, seen)
    return rows


def _judge_one(
    row: Judged, known: dict[str, str], taxed: dict[str, str], forbidden: set[str], seen: set[str]
) -> None:
    tax_id = row.draft.tax_id
    statuses = {known[hashed] for hashed in row.hashes if hashed in known}
    if tax_id in taxed:
        statuses.add(taxed[tax_id])
    allowed = {hashed: phone for hashed, phone in row.hashes.items() if hashed not in forbidden}
    if Company.Status.CLIENT in statuses:
        row.becomes(Outcome.CLIENT, IS_CLIENT)
    elif not allowed:
        row.becomes(Outcome.DNC, ON_DNC)
    elif statuses:
        row.becomes(Outcome.DUPLICATE, PHONE_KNOWN if known.keys() & row.hashes.keys() else TAX_ID_KNOWN)
    elif seen & row.hashes.keys():
        row.becomes(Outcome.DUPLICATE, PHONE_TWICE)
    elif tax_id and tax_id in seen:
        row.becomes(Outcome.DUPLICATE, TAX_ID_TWICE)
    else:
        # A forbidden number is not stored with the company at all: nothing can offer what is not there.
        if len(allowed) < len(row.hashes):
            row.reason, row.hashes = SOME_ON_DNC, allowed
        seen |= {*row.hashes, *([tax_id] if tax_id else [])}


def write(rows: Sequence[Judged], job: ImportJob, at: datetime) -> None:
    """Write what is to be created and the report of all rows. Raises `RivalWrote` when the database knows better.

    By COPY: through the ORM a hundred thousand rows take three times as long.
    """
    made = [row for row in rows if row.outcome == Outcome.CREATED]
    for row, pk in zip(made, next_ids("clients.Company", len(made)), strict=True):
        row.company = pk
    lanes = _lanes(job, {row.draft.zone for row in made})
    try:
        _write_companies(made, at)
        _write_phones(made)
    except IntegrityError as error:
        if constraint_of(error) in DECIDE:
            raise RivalWrote from error
        raise
    _write_people(made)
    leads = dict(zip((row.company for row in made), next_ids("callcenter.Lead", len(made)), strict=True))
    copy_rows(
        "callcenter.Lead", ["id", "company_id", "lane_id"],
        ((leads[row.company], row.company, lanes[row.draft.zone]) for row in made),
        call_list_id=job.call_list_id, import_job_id=job.pk, due_at=at,
    )  # fmt: skip
    copy_rows(
        "callcenter.ImportRow", ["number", "name", "outcome", "reason", "lead_id"],
        (
            (row.draft.number, escaped(row.draft.name), row.outcome, row.reason, leads.get(row.company, NULL))
            for row in rows
        ),
        job_id=job.pk,
    )  # fmt: skip


def _lanes(job: ImportJob, zones: set[str]) -> dict[str, int]:
    """The lane of each zone, made where there is none; in one order, so that two imports never wait crosswise."""
    lanes = Lane.objects.filter(call_list_id=job.call_list_id, time_zone__in=zones)
    found = dict(lanes.values_list("time_zone", "pk"))
    if missing := sorted(zones - found.keys()):
        new = [Lane(call_list_id=job.call_list_id, time_zone=zone) for zone in missing]
        Lane.objects.bulk_create(new, ignore_conflicts=True)
        found = dict(lanes.values_list("time_zone", "pk"))
    return found


def _write_companies(made: Sequence[Judged], at: datetime) -> None:
    """In the order of their tax ids: two imports that meet wait for each other and never crosswise."""
    texts = ("name", "tax_id", "segment", "country", "region", "city", "address", "website")
    rows = (
        (
            row.company, escaped(search_key(row.draft.name)[:250]), escaped(name_key(row.draft.name)),
            escaped(site_domain(row.draft.website)), row.draft.zone,
            escaped(json.dumps(row.draft.details, ensure_ascii=False)),
            *(escaped(getattr(row.draft, name)) for name in texts),
        )
        for row in sorted(made, key=lambda row: row.draft.tax_id)
    )  # fmt: skip
    copy_rows(
        "clients.Company",
        ["id", "search_key", "name_key", "site_domain", "time_zone", "details", *texts],
        rows,
        created_at=at,
    )


def _write_phones(made: Sequence[Judged]) -> None:
    """In the order of their hashes, for the same reason."""
    phones = sorted((hashed, phone, row.company) for row in made for hashed, phone in row.hashes.items())
    copy_rows("clients.ContactPoint", ["value_hash", "value", "company_id"], phones, kind="phone")


def _write_people(made: Sequence[Judged]) -> None:
    named = [row for row in made if row.draft.contact or row.draft.position]
    person_of = dict(
        zip((row.company for row in named), next_ids("clients.ContactPerson", len(named)), strict=True)
    )
    copy_rows(
        "clients.ContactPerson", ["id", "company_id", "name", "position"],
        (
            (person_of[row.company], row.company, escaped(row.draft.contact or row.draft.position), escaped(row.draft.position))
            for row in named
        ),
    )  # fmt: skip
    copy_rows(
        "clients.ContactPoint", ["company_id", "person_id", "value", "value_hash"],
        (
            (row.company, person_of.get(row.company, NULL), escaped(mail), keyed_hash(mail))
            for row in made
            for mail in row.draft.emails
        ),
        kind="email",
    )  # fmt: skip
