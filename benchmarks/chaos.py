"""1,000 first sales, each sent twice, and their payments, while web, worker and database are killed (-9); three seeds.

`./run bench chaos`; SALES, SEEDS and PACE (seconds between two deals) make it shorter. Each seed is a salesorg of its own, as
`./run` starts it. What must be true afterwards: guarantees.md, «First sale, handoff, ownership».
"""

import json
import os
import sys
import time
from collections import Counter

from benchmarks._bench import Report
from benchmarks._chaos_callers import Callers, settled
from benchmarks._chaos_data import HUNTERS
from benchmarks._chaos_instance import Instance, Killer, instance

SALES = int(os.environ.get("SALES", "1000"))
SEEDS = [int(seed) for seed in os.environ.get("SEEDS", "1,2,3").split(",")]
PACE = float(os.environ.get("PACE", "0.05"))
KILLS = int(os.environ.get("KILLS", "15"))
VICTIMS = ("web", "worker", "postgres", "web", "worker", "valkey")
PAUSE = (1.5, 4.0)


def measure() -> int:
    """Run every seed and report."""
    report = Report("chaos")
    for seed in SEEDS:
        with instance() as made:
            began = time.monotonic()
            found, killed, answers = run(made, seed, SALES, PACE, KILLS)
            report.add(f"seed {seed}: {SALES:,} first sales sent twice", time.monotonic() - began, "s")
        report.add(
            f"  killed: {', '.join(f'{name} {n}' for name, n in sorted(killed.items()))}", killed.total()
        )
        report.add("  answers", answers.total())
        for sentence, count in found.items():
            report.add(f"  {sentence}", count, goal="0", good=count == 0)
        for answer, times in answers.most_common():
            print(f"  {times:>6} x {answer}")
    return report.close()


def run(
    made: Instance, seed: int, sales: int, pace: float, kills: int
) -> tuple[dict[str, int], Counter[str], Counter[str]]:
    """One seed: what was found broken (all zero is good), what was killed how often, what the callers were answered."""
    begun, told, verdict = made.home / "begun.json", made.home / "told.json", made.home / "verdict.json"
    made.call("fill", sales, str(begun))
    start = json.loads(begun.read_text())
    callers = Callers(made.url, seed)
    callers.log_in("finn", *(f"hunter{number}" for number in range(HUNTERS)))
    killer = Killer(made, seed, VICTIMS, kills, PAUSE)
    killer.start()
    callers.sell(start["deals"], start["product"], pace)
    killer.over.set()
    killer.join()
    made.wait(120)
    seen = callers.told
    told.write_text(
        json.dumps({
            "sales": sorted(number for numbers in seen.sales.values() for number in numbers),
            "payments": sorted(seen.payments),
            "companies": [deal["company"] for deal in start["deals"]],
        })
    )  # fmt: skip

    def check() -> dict[str, int]:
        made.call("verify", str(told), str(verdict))
        found: dict[str, int] = json.loads(verdict.read_text())
        return found

    found = settled(check, 240)
    found["client of whom two sales were told"] = sum(len(numbers) > 1 for numbers in seen.sales.values())
    found["prospect of whom no success was told"] = len(start["deals"]) - len(seen.sales)
    found["answers that are neither a success nor a refusal"] = len(seen.wrong)
    for line in seen.wrong[:5]:
        print(f"  {line}")
    return found, killer.killed, seen.answers


if __name__ == "__main__":
    sys.exit(measure())
