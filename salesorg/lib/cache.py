"""A cache that may be down: what is missing is computed anew, and no request fails for it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _forgiving(name: str, answer: Any) -> Callable[..., Any]:
    inner = getattr(RedisCache, name)

    @wraps(inner)
    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return inner(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("cache unavailable: %s", type(error).__name__)
            return kwargs.get("default", args[1] if name == "get" and len(args) > 1 else answer)

    return call


class ForgivingRedisCache(RedisCache):
    """Redis, except that an unreachable server reads as an empty cache.

    Sessions live in `cached_db`, so a wiped or stopped Redis costs speed and loses nothing.
    """

    get = _forgiving("get", None)
    get_many = _forgiving("get_many", {})
    set = _forgiving("set", None)
    set_many = _forgiving("set_many", [])
    add = _forgiving("add", True)
    delete = _forgiving("delete", False)
    delete_many = _forgiving("delete_many", None)
    touch = _forgiving("touch", False)
    incr = _forgiving("incr", 0)
    has_key = _forgiving("has_key", False)
    clear = _forgiving("clear", None)
