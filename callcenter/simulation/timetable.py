"""Many things at once in one thread: each is a generator that yields the seconds until it goes on."""

import heapq
import time
from collections.abc import Iterator
from itertools import count

Story = Iterator[float]


class Timetable:
    """Stories told side by side, `speed` times as fast as they say."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._due: list[tuple[float, int, Story]] = []
        self._number = count()

    def add(self, story: Story) -> None:
        """Begin a story now."""
        heapq.heappush(self._due, (time.monotonic(), next(self._number), story))

    def run(self) -> None:
        """Tell all of them to their ends."""
        while self._due:
            due, _number, story = heapq.heappop(self._due)
            time.sleep(max(0.0, due - time.monotonic()))
            pause = next(story, None)
            if pause is not None:
                heapq.heappush(self._due, (time.monotonic() + pause / self.speed, next(self._number), story))
