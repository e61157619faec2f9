"""Hunters who win their deals and a clerk who records the money, each request sent twice, until there is an answer that counts."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from benchmarks._chaos_data import PASSWORD, PRICE

# No answer, or one that only says «not now»: the same request is sent again, with its key.
AGAIN = {0, 429, 500, 502, 503, 504}
PATIENCE = 180.0


@dataclass
class Told:
    """What the callers were told."""

    sales: dict[int, set[str]] = field(default_factory=dict)
    payments: set[str] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Callers:
    """All of one run. `seed` decides which twins share a key (a double click) and which do not (two tabs)."""

    def __init__(self, url: str, seed: int) -> None:
        self.url, self.dice, self.told = url, random.Random(seed), Told()
        self.run = f"{seed}-{time.time_ns()}"
        # The same in both twins: with other content a key is refused.
        self.paid_at = datetime.now(UTC).isoformat()
        self.tokens: dict[str, str] = {}

    def post(self, path: str, body: Any, token: str = "", key: str = "") -> tuple[int, Any]:
        """Status and JSON; status 0: no answer came."""
        head = {"Content-Type": "application/json"}
        head |= {"Authorization": f"Token {token}"} if token else {}
        head |= {"Idempotency-Key": key} if key else {}
        request = Request(f"{self.url}/api/v1/{path}", json.dumps(body).encode(), head, method="POST")  # noqa: S310 - our own address
        try:
            with urlopen(request, timeout=30) as answer:  # noqa: S310
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            text = error.read()
            return error.code, json.loads(text) if text[:1] == b"{" else {}
        except (OSError, ValueError):
            return 0, {}

    def until_answered(self, path: str, body: Any, token: str, key: str) -> tuple[int, Any]:
        """Send the same again until the answer is final."""
        until = time.monotonic() + PATIENCE
        while True:
            status, answer = self.post(path, body, token, key)
            with self.told.lock:
                self.told.answers[f"{path.rsplit('/', 2)[1]} {status} {answer.get('code', '')}".strip()] += 1
            if status not in AGAIN and answer.get("code") != "twin_running":
                return status, answer
            if time.monotonic() > until:
                raise SystemExit(f"No answer to {path} in {PATIENCE:.0f} s: {status} {answer}")
            time.sleep(0.2)

    def log_in(self, *names: str) -> None:
        """A token each."""
        for name in names:
            _status, answer = self.until_answered("token/", {"username": name, "password": PASSWORD}, "", "")
            self.tokens[name] = answer["token"]

    def win(self, deal: dict[str, Any], product: int, key: str) -> None:
        """Win a deal; the twin is answered the same, or refused because the client is won."""
        body = {"lines": [{"product": product, "quantity": "1", "price": str(PRICE)}], "note": ""}
        path = f"hunters/deals/{deal['deal']}/win/"
        status, answer = self.until_answered(path, body, self.tokens[deal["hunter"]], key)
        with self.told.lock:
            if status == 201:
                self.told.sales.setdefault(deal["company"], set()).add(answer["sale"]["number"])
            elif status != 409:
                self.told.wrong.append(f"{path}: {status} {answer}")
        if status == 201:
            self.pay(answer["sale"]["id"])

    def pay(self, sale: int) -> None:
        """Record the client's payment; whoever comes second reads that it is known."""
        name = f"{self.run}-{sale}"
        body = {"sale": sale, "amount": str(PRICE), "currency": "USD", "external_id": name,
                "paid_at": self.paid_at,}  # fmt: skip
        status, answer = self.until_answered("sales/payments/", body, self.tokens["finn"], f"pay-{name}")
        with self.told.lock:
            if status == 201:
                self.told.payments.add(name)
            elif status != 409:
                self.told.wrong.append(f"payment {name}: {status} {answer}")

    def sell(self, deals: list[dict[str, Any]], product: int, pace: float) -> None:
        """Every deal twice, the twins side by side; `pace` seconds between two deals let the killing reach all of them."""
        with ThreadPoolExecutor(16) as pool:
            tasks = []
            for deal in deals:
                key = f"{self.run}-{deal['deal']}"
                same = self.dice.random() < 0.5
                for twin in (key, key if same else f"{key}-other"):
                    tasks.append(pool.submit(self.win, deal, product, twin))
                time.sleep(pace)
            for task in tasks:
                task.result()


def settled(check: Callable[[], dict[str, int]], seconds: float) -> dict[str, int]:
    """Look again until nothing is found, at most for so long: the ledger follows the payments by itself."""
    until = time.monotonic() + seconds
    while any((found := check()).values()) and time.monotonic() < until:
        time.sleep(3)
    return found
