"""The first line of every page: who may open it at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from salesorg.people.models import Role, User

View = Callable[..., HttpResponse]


class PersonRequest(HttpRequest):
    """A request behind the login: `user` is a person of the department."""

    user: User


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Let only `roles` into a page; others get 403. The login itself is asked for by LoginRequiredMiddleware."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if cast(User, request.user).role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return guard


def role_permission(*roles: Role) -> type[BasePermission]:
    """Return a DRF permission class that lets only `roles` in (403 for others)."""

    class RolePermission(BasePermission):
        def has_permission(self, request: Request, view: object) -> bool:
            return getattr(request.user, "role", None) in roles

    RolePermission.roles = roles  # type: ignore[attr-defined]
    return RolePermission
