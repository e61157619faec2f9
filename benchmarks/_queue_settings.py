"""The product's settings with one page more: the bare claim, against which the queue is measured in the same process."""

from salesorg.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks._queue_urls"
