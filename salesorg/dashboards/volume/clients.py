"""Clients with all they came by: lead, call, meeting, deal, first sale, handoff, agreement, account, payment, ledger line."""

from collections.abc import Iterator

from django.db import transaction

from salesorg.dashboards.volume.calls import parts
from salesorg.dashboards.volume.client_accounts import (
    copy_client_accounts,
    copy_client_owners,
    copy_client_timeline,
)
from salesorg.dashboards.volume.client_origin import (
    copy_client_calls,
    copy_client_companies,
    copy_client_leads,
    copy_client_meetings,
)
from salesorg.dashboards.volume.client_plan import Clients
from salesorg.dashboards.volume.client_sales import (
    copy_client_deals,
    copy_client_handoffs,
    copy_client_money,
    copy_client_sales,
)

TABLES = (
    copy_client_companies, copy_client_meetings, copy_client_leads, copy_client_calls, copy_client_sales, copy_client_deals,
    copy_client_handoffs, copy_client_accounts, copy_client_owners, copy_client_money, copy_client_timeline,
)  # fmt: skip


def load_clients(made: Clients) -> Iterator[str]:
    """Load the clients in pieces, each one transaction: the database checks at its end that none lacks a handoff."""
    for part in parts(made.count, 50_000):
        with transaction.atomic():
            for copy in TABLES:
                copy(made, part)
        yield f"clients {part.stop:,}"
