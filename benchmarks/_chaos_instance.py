"""A salesorg of its own, as `./run` starts it, that can be killed piece by piece."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from benchmarks._bench import ROOT, free_port

ELSEWHERE = ("DATABASE_URL", "REDIS_URL", "SALESORG_HOME", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")


class Instance:
    """Its home, its port, its processes."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        own = {"SALESORG_HOME": str(home), "PORT": str(self.port), "SALESORG_DEMO": "0", "DEBUG": "0"}
        self.env = {name: value for name, value in os.environ.items() if name not in ELSEWHERE} | own

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ready(self) -> bool:
        """Whether web, database and Redis all answer."""
        with contextlib.suppress(OSError), urlopen(f"{self.url}/readyz", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
        return False

    def wait(self, seconds: float) -> None:
        """Wait until it is ready."""
        until = time.monotonic() + seconds
        while not self.ready():
            if time.monotonic() > until:
                raise SystemExit(f"The instance is not ready after {seconds:.0f} s: see {self.home}/logs")
            time.sleep(0.3)

    def call(self, function: str, *arguments: object) -> None:
        """Call a function of `_chaos_data` inside it; arguments are numbers and texts."""
        code = f"from benchmarks import _chaos_data; _chaos_data.{function}(*{arguments!r})"
        done = subprocess.run(
            [sys.executable, "run", "manage", "shell", "-c", code],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{function}: {done.stdout}\n{done.stderr}")

    def kill(self, name: str) -> bool:
        """`kill -9` one of its processes, as it stands in its pid file; say whether there was one."""
        try:
            os.kill(int((self.home / "run" / f"{name}.pid").read_text()), signal.SIGKILL)
        except (OSError, ValueError):
            return False
        return True


@contextlib.contextmanager
def instance() -> Iterator[Instance]:
    """Start one in a temporary home, and throw both away in the end."""
    home = Path(tempfile.mkdtemp(prefix="salesorg-chaos-"))
    home.chmod(0o755)  # PostgreSQL runs as another user where we are root
    made = Instance(home)
    with (home / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "run"], env=made.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
    try:
        made.wait(180)
        yield made
    finally:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(60)
        process.kill()
        shutil.rmtree(home, ignore_errors=True)


class Killer(threading.Thread):
    """Kills `kills` processes, each once all of them are up again: victims in an order, and pauses, that are the seed's."""

    def __init__(
        self, made: Instance, seed: int, victims: tuple[str, ...], kills: int, pause: tuple[float, float]
    ) -> None:
        super().__init__(daemon=True)
        self.made, self.dice, self.kills, self.pause = made, random.Random(seed), kills, pause
        self.victims = victims
        self.over = threading.Event()
        self.killed: Counter[str] = Counter()

    def run(self) -> None:
        waiting: list[str] = []
        while self.killed.total() < self.kills and not self.over.wait(self.dice.uniform(*self.pause)):
            # Who dies again and again is started again later and later: without this nothing would ever be up.
            if self.made.ready():
                waiting = waiting or self.dice.sample(self.victims, len(self.victims))
                victim = waiting.pop()
                self.killed[victim] += self.made.kill(victim)
