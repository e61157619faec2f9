"""One file per thing."""

from handoff.models.accrual import Accrual
from handoff.models.agreement import Agreement
from handoff.models.commission_plan import CommissionPlan, TrailingTier
from handoff.models.dispute import Dispute
from handoff.models.earning import CommissionMonth, Earning, PayableMonth
from handoff.models.exchange_rate import ExchangeRate
from handoff.models.handoff import Handoff
from handoff.models.handoff_promise import HandoffPromise
from handoff.models.held_meeting import HeldMeeting
from handoff.models.letter import Letter, LetterTemplate
from handoff.models.month_closing import MonthClosing
from handoff.models.statement import Statement, StatementLine

__all__ = [
    "Accrual",
    "Agreement",
    "CommissionMonth",
    "CommissionPlan",
    "Dispute",
    "Earning",
    "ExchangeRate",
    "Handoff",
    "HandoffPromise",
    "HeldMeeting",
    "Letter",
    "LetterTemplate",
    "MonthClosing",
    "PayableMonth",
    "Statement",
    "StatementLine",
    "TrailingTier",
]
