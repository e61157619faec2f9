from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from salesorg.people.access import PeopleAccess
from salesorg.people.models.team import Team
from salesorg.people.roles import Role


class UserQuerySet(PeopleAccess):
    def in_role(self, *roles: Role) -> "UserQuerySet":
        """People now employed in one of `roles`."""
        return self.filter(role__in=roles, is_active=True)

    def present_at(self, at: datetime) -> "UserQuerySet":
        """People without an absence on the day of `at` (UTC date; absences are whole days)."""
        day = at.date()
        return self.exclude(absences__starts_on__lte=day, absences__ends_on__gte=day)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """Hash the password and save; used by the test runner and by `hire_person`."""
        user: User = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        found: User = self.get(username__iexact=username)
        return found


class User(AbstractBaseUser):
    """A person of the department. The role decides the desk; nobody has two."""

    username = models.CharField(max_length=64, unique=True, verbose_name=_("User name"))
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="people")
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    hired_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    # A farmer's own capacity in load points; empty means the organisation's default (product.md 6, «Load»).
    capacity = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    # Company segments this farmer can serve; empty means all.
    segments = models.JSONField(default=list, blank=True)
    # Regions and languages (ISO 639-1) in which this farmer can serve; empty means all.
    regions = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    # The number of one's telephone within the exchange: how its events find the call manager.
    extension = models.CharField(max_length=20, blank=True)
    # Whether the person may take tables out as a file; each time is recorded (`Export`).
    may_export = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_is_known"),
            models.CheckConstraint(
                condition=Q(dismissed_at__isnull=True) | Q(is_active=False),
                name="user_dismissed_cannot_log_in",
            ),
            models.UniqueConstraint(
                fields=["extension"],
                condition=Q(is_active=True) & ~Q(extension=""),
                name="user_extension_has_one_person",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=Decimal(0)),
                name="user_capacity_is_positive",
            ),
        ]
        indexes = [models.Index(fields=["role", "name"], name="user_role_name", condition=Q(is_active=True))]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """The role is part of what a session is bound to: with another role every open session ends."""
        return salted_hmac(
            "salesorg.people.User.session", f"{self.password}:{self.role}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def is_in(self, *roles: Role) -> bool:
        """Whether the person has one of `roles`."""
        return self.role in roles
