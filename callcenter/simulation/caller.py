"""A call manager who works over the API: next lead, dial, talk, log the result with the next lead in one go."""

import json
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode

from callcenter.phone_queries import Line
from callcenter.simulation.exchange import Exchange
from callcenter.simulation.http import ask

REACHED = {"meeting_booked": 20, "callback": 20, "not_interested": 30, "not_a_fit": 10, "gatekeeper": 20}
NOT_REACHED = {"no_answer": 60, "busy": 20, "voicemail": 20}
API = "/api/v1/callcenter"


@dataclass
class Caller:
    """One person with a token; `more` says whether another call is to be made."""

    url: str
    token: str
    username: str
    extension: str
    dice: Random
    now: Callable[[], datetime]
    more: Callable[[], bool]

    def work(self, exchange: Exchange) -> Generator[float, None, None]:
        """Call until there is no more to call."""
        claim = self._next()
        while claim is not None:
            if not claim["lead"]["phones"] or not self.more():
                self._post(f"/claims/{claim['id']}/release/")
                return
            yield self.dice.uniform(2, 15)
            line = Line(claim["id"], self.username, self.extension, claim["lead"]["phones"][0])
            reached = yield from exchange.outbound(line)
            yield self.dice.uniform(3, 60)
            claim = self._log(claim, reached)

    def _next(self) -> Any:
        status, answer = self._post("/queue/next/")
        return answer.get("claim") if status == 409 else answer

    def _log(self, claim: Any, reached: bool) -> Any:
        """Log how it ended; what a rule refuses is logged as «no answer», and a claim that is gone is gone."""
        endings = REACHED if reached else NOT_REACHED
        code = self.dice.choices(list(endings), weights=list(endings.values()))[0]
        about = {
            "claim": claim["id"],
            "next": True,
            "answers": self._path(claim["script"]) if reached else [],
        }
        for sent in (self._result(code), {"disposition": "no_answer"}):
            status, answer = self._post("/calls/", about | sent)
            if status == 201:
                return answer["next"]
        return self._next()

    def _result(self, code: str) -> dict[str, Any]:
        if code == "callback":
            at = self.now() + timedelta(hours=self.dice.choice([2, 24, 48]))
            return {"disposition": code, "callback_at": at.isoformat()}
        if code == "not_interested":
            return {"disposition": code, "reason": self.dice.choice(["no_need", "has_supplier", "not_now"])}
        slot = self._slot() if code == "meeting_booked" else None
        if slot is not None:
            return {"disposition": code, "meeting": slot}
        return {"disposition": "gatekeeper" if code == "meeting_booked" else code}

    def _slot(self) -> dict[str, Any] | None:
        begin = self.now() + timedelta(days=1)
        asked = urlencode({"from": begin.isoformat(), "to": (begin + timedelta(days=4)).isoformat()})
        _status, slots = self._ask("GET", f"/api/v1/hunters/slots/?{asked}")
        if not isinstance(slots, list) or not slots:
            return None
        chosen = self.dice.choice(slots)
        return {"hunter": chosen["hunter"]["id"], "starts_at": chosen["starts_at"]}

    def _path(self, script: Any) -> list[dict[str, Any]]:
        """A way through the script, as the company's answers lead it."""
        path: list[dict[str, Any]] = []
        step = script and script["start"]
        while script and step in script["steps"] and len(path) < 8:
            answers = script["steps"][step].get("answers") or []
            if not answers:
                break
            chosen = self.dice.randrange(len(answers))
            path.append({"step": step, "answer": chosen})
            step = answers[chosen].get("next")
        return path

    def _post(self, path: str, body: Any = None) -> tuple[int, Any]:
        return self._ask("POST", API + path, body)

    def _ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        sent = json.dumps(body or {}).encode() if method == "POST" else None
        return ask(method, self.url + path, sent, {"Authorization": f"Token {self.token}"})
