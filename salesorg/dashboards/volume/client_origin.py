"""How clients were won: company, lead, the call that booked the meeting, the meeting."""

from salesorg.dashboards.volume.call_rows import Row, copy_call_rows
from salesorg.dashboards.volume.calls import caller, list_of, made_call, mixed
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
        ["id", "company_id", "call_list_id", "lane_id", "due_at", "last_call_at", "calls_made", "calls_that_day",
         "meeting_id"],
        (
            (made.pk("callcenter.Lead", i), made.pk("clients.Company", i), list_of(ground, i),
             ground.lanes[list_of(ground, i), zone_of(made.pk("clients.Company", i))], stamp(made.booked(i)),
             *((stamp(made.booked(i)), 1, 1) if i < made.calls else (NULL, 0, 0)), made.pk("hunters.Meeting", i))
            for i in part
        ),
        state="booked",
    )  # fmt: skip


def copy_client_calls(made: Clients, part: range) -> None:
    """The call that booked the meeting, for as many clients as calls were asked for."""
    part = range(part.start, min(part.stop, max(part.start, made.calls)))
    if not part:
        return
    claim, call = reserve("callcenter.Claim", len(part)), reserve("callcenter.Call", len(part))
    booked = [made_call(i, made.booked(i), "meeting_booked", 120 + mixed(i) % 600) for i in part]
    copy_call_rows(
        made.ground,
        [
            Row(one, call + n, claim + n, made.pk("callcenter.Lead", i), made.pk("clients.Company", i), i,
                made.pk("hunters.Meeting", i))
            for n, (i, one) in enumerate(zip(part, booked, strict=True))
        ],
    )  # fmt: skip
