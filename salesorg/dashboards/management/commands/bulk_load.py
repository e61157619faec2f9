import time
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from salesorg.dashboards.volume.calls import Calls, midnight_of
from salesorg.dashboards.volume.client_plan import plan_clients
from salesorg.dashboards.volume.clients import load_clients
from salesorg.dashboards.volume.ground import lay_ground
from salesorg.dashboards.volume.leads import load_leads
from salesorg.dashboards.volume.touches import load_touches
from salesorg.lib.copying import analyse
from salesorg.people.queries import database_now

LABELS = [
    "clients.Company", "clients.ContactPoint", "clients.Activity", "clients.Ownership", "callcenter.Lead", "callcenter.Claim",
    "callcenter.Call", "callcenter.PhoneCall", "callcenter.Review", "callcenter.ReviewMark", "callcenter.PossibleDuplicate",
    "hunters.Meeting", "hunters.Deal", "sales.Sale", "sales.SaleLine", "sales.Payment", "handoff.Handoff",
    "handoff.Agreement", "handoff.Accrual", "farmers.Account", "farmers.Touch",
]  # fmt: skip


class Command(BaseCommand):
    help = "Load volume data for benchmarks by COPY; what is there already stays."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("leads", "clients", "calls", "touches"):
            parser.add_argument(f"--{name}", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        leads, clients, calls, touches = (options[name] for name in ("leads", "clients", "calls", "touches"))
        if (
            min(leads, clients, calls, touches) < 0
            or (calls > clients and not leads)
            or (touches and not clients)
        ):
            raise CommandError(
                "Calls need leads or clients to be made to, touches need clients, and nothing is negative."
            )
        begun = time.monotonic()
        now = database_now()
        with transaction.atomic():
            ground = lay_ground(clients=clients, now=now)
        booked = min(calls, clients)
        dealt = Calls(calls - booked, max(leads, 1), midnight_of(now))
        for line in load_leads(ground, leads, dealt):
            self._say(line, begun)
        if clients:
            made = plan_clients(ground, count=clients, calls=booked, touches=touches, midnight=dealt.midnight)
            for line in chain(load_clients(made), load_touches(made)):
                self._say(line, begun)
        analyse(*LABELS)
        self._say("done", begun)

    def _say(self, line: str, begun: float) -> None:
        self.stdout.write(f"{time.monotonic() - begun:7.1f} s  {line}")
