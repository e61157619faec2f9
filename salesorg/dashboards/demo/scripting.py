"""The script in the demo: how calls go through it, where it has no answer, and a second version that is tested."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from random import Random
from typing import Any

from callcenter.actions import publish_draft, save_draft
from callcenter.script_queries import parts_of, scripts
from salesorg.dashboards.demo.stage import Stage

SHARE = 50
LONGEST = 5
NO_ANSWER_IN = 0.12
# Where a call that ended so has got to in the script.
GOALS = {"meeting_booked": "book", "callback": "call_back", "gatekeeper": "gatekeeper"}
REFUSED = ("not_interested", "not_a_fit", "do_not_call")
SAID = {
    "en": (
        "We only buy through tenders", "The head office decides", "We tried that last year", "We are moving next month",
        "Only in the new budget year", "Who gave you this number?", "Our director is abroad until May",
    ),
    "ru": (
        "Закупаем только через тендер", "Решает головной офис", "Пробовали в прошлом году", "Мы переезжаем через месяц",
        "Только в новом бюджетном году", "Кто дал вам этот номер?", "Директор в отъезде до мая",
    ),
}  # fmt: skip
OPENING = {
    "en": "Good day, {person}? This is {me} from {organisation}. I will be brief: may I have one minute to say why I am calling "
    "{company}, and you tell me whether it is worth another two?",
    "ru": "Добрый день, {person}? Это {me}, компания {organisation}. Скажу коротко: можно минуту, зачем я звоню в {company}, "
    "а вы решите, стоит ли это ещё двух?",
}  # fmt: skip
NEW_ANSWER = {"en": "Go ahead, one minute", "ru": "Говорите, минута есть"}


def said_in(stage: Stage, script: Mapping[str, Any] | None, ending: str, call: int) -> list[dict[str, Any]]:
    """Return the answers of a call that ended so; the same for the same `call`, whatever else is played."""
    if script is None or (ending not in GOALS and ending not in REFUSED):
        return []
    dice = Random(f"{call} {ending}")  # noqa: S311 - a play
    steps, start = script["steps"], script["start"]
    ways = _ways(_links(steps), start, GOALS.get(ending, "not_interested"))
    way = list(dice.choice(ways)) if ways else []
    if ending in REFUSED and dice.random() < 0.6:
        way = way[: dice.randint(0, max(0, len(way) - 1))]
    answers: list[dict[str, Any]] = [{"step": step, "answer": place} for step, place in way]
    last = steps.get(way[-1][0], {})["answers"][way[-1][1]]["next"] if way else start
    if ending != "meeting_booked" and steps.get(last, {}).get("answers") and dice.random() < NO_ANSWER_IN * 3:
        said = dice.choice(SAID[_language(stage)])
        answers.append({"step": last, "answer": "none", "said": said})
    return answers


def try_second_version(stage: Stage, at: datetime) -> None:
    """The administrator writes a shorter opening and tests it with half of the leads."""
    adam, language = stage.person("adam"), _language(stage)
    script = scripts()[0]
    published = parts_of(script.live).published  # type: ignore[attr-defined]
    if published is None:
        return
    steps = deepcopy(published.steps)
    opening = steps["steps"][steps["start"]]
    opening["text"] = OPENING[language]
    opening["answers"].append({"text": NEW_ANSWER[language], "next": "why"})
    save_draft(actor=adam, script=script, steps=steps, seen="", at=at)
    publish_draft(actor=adam, script=script, seen=None, share=SHARE, at=at)


def _language(stage: Stage) -> str:
    return stage.scenery.language if stage.scenery.language in SAID else "en"


Way = tuple[tuple[str, int], ...]


def _links(steps: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((code, tuple(answer["next"] for answer in step["answers"])) for code, step in steps.items())


@lru_cache(maxsize=64)
def _ways(links: tuple[tuple[str, tuple[str, ...]], ...], start: str, goal: str) -> list[Way]:
    """Every way of at most five answers from the start to the goal that meets no step twice."""
    known, found = dict(links), list[Way]()
    waiting: list[tuple[str, Way]] = [(start, ())]
    while waiting:
        step, way = waiting.pop()
        if step == goal:
            found.append(way)
        elif len(way) < LONGEST:
            met = {code for code, _place in way} | {step}
            waiting += [
                (to, (*way, (step, place)))
                for place, to in enumerate(known.get(step, ()))
                if to and to not in met
            ]
    return found
