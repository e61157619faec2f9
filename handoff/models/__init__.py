"""One file per thing."""

from handoff.models.accrual import Accrual
from handoff.models.agreement import Agreement
from handoff.models.commission_plan import CommissionPlan, TrailingTier
from handoff.models.earning import Earning, PayableMonth
from handoff.models.handoff import Handoff
from handoff.models.statement import Statement, StatementLine

__all__ = [
    "Accrual",
    "Agreement",
    "CommissionPlan",
    "Earning",
    "Handoff",
    "PayableMonth",
    "Statement",
    "StatementLine",
    "TrailingTier",
]
