"""One file per thing."""

from callcenter.models.call import Call
from callcenter.models.call_list import CallList
from callcenter.models.claim import Claim
from callcenter.models.disposition import Disposition
from callcenter.models.import_job import ImportJob, ImportPart, ImportRow
from callcenter.models.lane import Lane
from callcenter.models.lead import Lead
from callcenter.models.script import Script, ScriptVersion

__all__ = [
    "Call",
    "CallList",
    "Claim",
    "Disposition",
    "ImportJob",
    "ImportPart",
    "ImportRow",
    "Lane",
    "Lead",
    "Script",
    "ScriptVersion",
]
