"""The product's settings; two databases of a benchmark must not read each other's cached figures."""

from salesorg.settings import *  # noqa: F403
from salesorg.settings import CACHES, DATABASES

CACHES["default"]["KEY_PREFIX"] = DATABASES["default"]["NAME"]
