"""One file per thing."""

from callcenter.models.attempt_rule import AttemptRule
from callcenter.models.break_ import Break
from callcenter.models.call import Call
from callcenter.models.call_list import CallList
from callcenter.models.call_quarter import CallQuarter, QuartersFolded
from callcenter.models.claim import Claim
from callcenter.models.column_mapping import ColumnMapping
from callcenter.models.disposition import Disposition
from callcenter.models.import_job import ImportJob, ImportPart, ImportRow
from callcenter.models.lane import Lane
from callcenter.models.lead import Lead
from callcenter.models.meeting_audit import MeetingAudit
from callcenter.models.numbers_file import NumbersFile, NumbersPart
from callcenter.models.phone_call import PhoneCall
from callcenter.models.possible_duplicate import PossibleDuplicate
from callcenter.models.recycling import Recycling
from callcenter.models.review import Review, ReviewMark
from callcenter.models.scorecard import Criterion, Scorecard
from callcenter.models.script import Script, ScriptVersion
from callcenter.models.script_day import ScriptDay, ScriptDaysFolded

__all__ = [
    "AttemptRule", "Break", "Call", "CallList", "CallQuarter", "Claim", "ColumnMapping", "Criterion", "Disposition", "ImportJob",
    "ImportPart", "ImportRow", "Lane", "Lead", "MeetingAudit", "NumbersFile", "NumbersPart", "PhoneCall", "PossibleDuplicate",
    "QuartersFolded", "Recycling", "Review", "ReviewMark", "Scorecard", "Script", "ScriptDay", "ScriptDaysFolded", "ScriptVersion",
]  # fmt: skip
