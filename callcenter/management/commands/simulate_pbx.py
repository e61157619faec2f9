import os
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from callcenter.phone_queries import demo_callers, open_lines
from callcenter.simulation.caller import Caller
from callcenter.simulation.exchange import Exchange
from callcenter.simulation.http import NobodyListens
from callcenter.simulation.timetable import Timetable
from salesorg.people.actions import create_token, revoke_token
from salesorg.people.models import User

# Beside so many calls somebody unknown rings in.
INBOUND = 0.1


class Command(BaseCommand):
    help = (
        "Play a telephone exchange against the webhook of a running instance: whoever has a lead in hand is put through, with signed "
        "events, repeated and out of order. With --play it works the demo's call managers too, so that the wallboard lives."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        here = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
        parser.add_argument("--url", default=here, help="where the product listens (default: %(default)s)")
        parser.add_argument(
            "--speed", type=float, default=10, help="so many times as fast as life (default: 10)"
        )
        parser.add_argument(
            "--calls", type=int, default=0, help="stop after so many calls (default: on Ctrl-C)"
        )
        parser.add_argument("--seed", type=int, default=None, help="the same dice again")
        parser.add_argument("--play", action="store_true", help="take leads and log results, too")
        parser.add_argument("--people", nargs="+", default=[], metavar="USERNAME", help="whom --play works")

    def handle(self, *args: Any, **options: Any) -> None:
        url: str = options["url"].rstrip("/")
        if not url.startswith(("http://", "https://")) or options["speed"] <= 0:
            raise CommandError("--url is an address with http(s), and --speed more than nothing.")
        if not settings.TELEPHONY_SECRET:
            raise CommandError("There is no TELEPHONY_SECRET: the webhook is shut.")
        self.left = options["calls"] or None
        self.dice = Random(options["seed"])
        self.exchange = Exchange(url, settings.TELEPHONY_SECRET, self.dice, timezone.now, self.stdout.write)
        self.times = Timetable(options["speed"])
        with ExitStack() as stack:
            if options["play"]:
                self._play(stack, options["people"])
            else:
                self.times.add(self._watch(options["speed"]))
            self._run(url)

    def _run(self, url: str) -> None:
        try:
            self.times.run()
        except NobodyListens as error:
            raise CommandError(f"Nobody listens at {url}. Start the product first: ./run") from error
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            told = ", ".join(f"{status} x {times}" for status, times in sorted(self.exchange.answers.items()))
            self.stdout.write(
                f"{self.exchange.answers.total()} events ({self.exchange.twice} said twice, {self.exchange.late} late): {told or 'none'}"
            )

    def _more(self) -> bool:
        """Whether another call may be made; it counts."""
        if self.left is not None:
            if self.left <= 0:
                return False
            self.left -= 1
        if self.dice.random() < INBOUND:
            self.times.add(self.exchange.inbound())
        return True

    def _watch(self, speed: float) -> Iterator[float]:
        """Put through whoever takes a lead, once for each claim."""
        done: set[int] = set()
        self.stdout.write("Waiting for call managers who take a lead. Ctrl-C ends it.")
        while self.left is None or self.left > 0:
            for line in open_lines():
                if line.claim not in done and self._more():
                    done.add(line.claim)
                    self.times.add(self.exchange.outbound(line))
            yield speed  # a second of ours

    def _play(self, stack: ExitStack, names: list[str]) -> None:
        people = demo_callers(names)
        if not people:
            raise CommandError(
                "There is no demo department here; name call managers whose leads may be used up: --people NAME"
            )
        for person in people:
            caller = Caller(
                self.exchange.url, self._token(stack, person), person.username, person.extension, self.dice, timezone.now,
                self._more,
            )  # fmt: skip
            self.times.add(caller.work(self.exchange))

    @staticmethod
    def _token(stack: ExitStack, person: User) -> str:
        row, text = create_token(actor=person)
        stack.callback(revoke_token, actor=person, token_key=row.token_key)
        return text
