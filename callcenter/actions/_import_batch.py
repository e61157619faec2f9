"""Write one batch of drafts: companies, phones, people, leads and the report, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from callcenter.models import ImportJob, ImportRow, Lane, Lead
from callcenter.sheets.draft import Draft
from salesorg.clients.models import Company, ContactPerson, ContactPoint, DoNotCall
from salesorg.lib.names import search_key
from salesorg.lib.phones import keyed_hash

Outcome = ImportRow.Outcome
PHONE_KNOWN, PHONE_TWICE = "phone_known", "phone_twice_in_file"
TAX_ID_KNOWN, TAX_ID_TWICE = "tax_id_known", "tax_id_twice_in_file"
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
    """Insert what is to be created and the report of all rows. Raises `RivalWrote` when the database knows better."""
    made = [row for row in rows if row.outcome == Outcome.CREATED]
    for row, pk in zip(made, _next_ids(len(made)), strict=True):
        row.company = pk
    lanes = _lanes(job, {row.draft.zone for row in made})
    _write_companies(made, at)
    _write_phones(made)
    _write_people(made)
    leads = Lead.objects.bulk_create(
        Lead(
            company_id=row.company,
            call_list_id=job.call_list_id,
            lane_id=lanes[row.draft.zone],
            import_job=job,
            due_at=at,
        )
        for row in made
    )
    lead_of = {lead.company_id: lead.pk for lead in leads}
    ImportRow.objects.bulk_create(
        ImportRow(job=job, number=row.draft.number, name=row.draft.name, outcome=row.outcome, reason=row.reason,
                  lead_id=lead_of.get(row.company))
        for row in rows
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


def _next_ids(count: int) -> list[int]:
    """Ids beforehand, so that rows that conflict can be left out and the others are still known."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('clients_company', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _write_companies(made: Sequence[Judged], at: datetime) -> None:
    """In the order of their tax ids: two imports that meet wait for each other and never crosswise."""
    rows = sorted(made, key=lambda row: row.draft.tax_id)
    Company.objects.bulk_create((_company(row, at) for row in rows), ignore_conflicts=True)
    taxed = [row.company for row in made if row.draft.tax_id]
    if taxed and Company.objects.filter(pk__in=taxed).count() < len(taxed):
        raise RivalWrote


def _company(row: Judged, at: datetime) -> Company:
    draft = row.draft
    return Company(
        pk=row.company, name=draft.name, search_key=search_key(draft.name)[:250], tax_id=draft.tax_id,
        segment=draft.segment, country=draft.country, region=draft.region, city=draft.city, address=draft.address,
        time_zone=draft.zone, website=draft.website, details=draft.details, created_at=at,
    )  # fmt: skip


def _write_phones(made: Sequence[Judged]) -> None:
    """In the order of their hashes, for the same reason; a number that did not get in belongs to a rival's company."""
    owner = {hashed: row.company for row in made for hashed in row.hashes}
    number = {hashed: phone for row in made for hashed, phone in row.hashes.items()}
    ContactPoint.objects.bulk_create(
        (
            ContactPoint(company_id=owner[hashed], kind="phone", value=number[hashed], value_hash=hashed)
            for hashed in sorted(owner)
        ),
        ignore_conflicts=True,
    )
    written = ContactPoint.objects.filter(kind="phone", value_hash__in=owner).values_list(
        "value_hash", "company_id"
    )
    if any(owner[hashed] != company for hashed, company in written):
        raise RivalWrote


def _write_people(made: Sequence[Judged]) -> None:
    named = [row for row in made if row.draft.contact or row.draft.position]
    people = ContactPerson.objects.bulk_create(
        ContactPerson(
            company_id=row.company, name=row.draft.contact or row.draft.position, position=row.draft.position
        )
        for row in named
    )
    person_of = {person.company_id: person.pk for person in people}
    ContactPoint.objects.bulk_create(
        ContactPoint(company_id=row.company, person_id=person_of.get(row.company), kind="email", value=mail,
                     value_hash=keyed_hash(mail))
        for row in made
        for mail in row.draft.emails
    )  # fmt: skip
