"""How clients were won: company, lead, the call that booked the meeting, the meeting."""

from callcenter.verbs import CALL_LOGGED
from salesorg.dashboards.volume.calls import caller, copy_claims, list_of, mixed, version_of
from salesorg.dashboards.volume.client_plan import Clients
from salesorg.dashboards.volume.companies import copy_companies, zone_of
from salesorg.lib.copying import DAY, NULL, copy_rows, reserve, stamp


def copy_client_companies(made: Clients, part: range) -> None:
    first = made.first["clients.Company"]
    ids = range(first + part.start, first + part.stop)
    copy_companies(ids, status="client", created=stamp(made.midnight - 1000 * DAY))


def copy_client_meetings(made: Clients, part: range) -> None:
    copy_rows(
        "hunters.Meeting",
        ["id", "company_id", "hunter_id", "booked_by_id", "booked_at", "starts_at", "ends_at", "outcome_at"],
        (
            (made.pk("hunters.Meeting", i), made.pk("clients.Company", i), made.hunter(i), caller(made.ground, i),
             stamp(made.booked(i)), stamp(made.meets(i)), stamp(made.meets(i) + 3600), stamp(made.meets(i) + 5400))
            for i in part
        ),
        state="held", on_target=True,
    )  # fmt: skip


def copy_client_leads(made: Clients, part: range) -> None:
    ground = made.ground
    copy_rows(
        "callcenter.Lead",
        ["id", "company_id", "call_list_id", "lane_id", "due_at", "last_call_at", "meeting_id"],
        (
            (made.pk("callcenter.Lead", i), made.pk("clients.Company", i), list_of(ground, i),
             ground.lanes[list_of(ground, i), zone_of(made.pk("clients.Company", i))], stamp(made.booked(i)),
             stamp(made.booked(i)) if i < made.calls else NULL, made.pk("hunters.Meeting", i))
            for i in part
        ),
        state="booked",
    )  # fmt: skip


def copy_client_calls(made: Clients, part: range) -> None:
    """The call that booked the meeting, for as many clients as calls were asked for."""
    part, ground = range(part.start, min(part.stop, max(part.start, made.calls))), made.ground
    if not part:
        return
    claim, call = reserve("callcenter.Claim", len(part)), reserve("callcenter.Call", len(part))
    rows = [(claim + n, made.pk("callcenter.Lead", i), made.booked(i), i) for n, i in enumerate(part)]
    copy_claims(ground, rows, made.count)
    copy_rows(
        "callcenter.Call",
        ["id", "lead_id", "claim_id", "manager_id", "call_list_id", "script_version_id", "at", "seconds", "meeting_id"],
        (
            (call + n, lead, pk, caller(ground, i), list_of(ground, i), version_of(ground, i), stamp(at),
             120 + mixed(i) % 600, made.pk("hunters.Meeting", i))
            for n, (pk, lead, at, i) in enumerate(rows)
        ),
        disposition_id=ground.dispositions["meeting_booked"], reached=True,
    )  # fmt: skip
    copy_rows(
        "clients.Activity", ["company_id", "actor_id", "at", "data"],
        (
            (made.pk("clients.Company", i), caller(ground, i), stamp(at),
             f'{{"call": {call + n}, "disposition": "meeting_booked"}}')
            for n, (_pk, _lead, at, i) in enumerate(rows)
        ),
        verb=CALL_LOGGED,
    )  # fmt: skip
