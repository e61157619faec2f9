"""One file per thing."""

from farmers.models.account import Account, Urgency
from farmers.models.account_sums import AccountLoad, ClientMonth
from farmers.models.neglect_flag import NeglectFlag
from farmers.models.promise import Promise
from farmers.models.request import Request
from farmers.models.service_level import ServiceLevel
from farmers.models.touch import Touch

__all__ = [
    "Account",
    "AccountLoad",
    "ClientMonth",
    "NeglectFlag",
    "Promise",
    "Request",
    "ServiceLevel",
    "Touch",
    "Urgency",
]
