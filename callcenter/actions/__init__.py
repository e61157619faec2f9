"""What the call centre does: the listing is the feature list."""

from callcenter.actions.confirm_import import confirm_import
from callcenter.actions.create_call_list import create_call_list
from callcenter.actions.ensure_default_script import ensure_default_script
from callcenter.actions.forbid_calls import forbid_calls
from callcenter.actions.forget_previews import forget_previews
from callcenter.actions.log_call import log_call
from callcenter.actions.pass_on_meeting import pass_on_meeting
from callcenter.actions.release_claim import release_claim
from callcenter.actions.release_claims_of import release_claims_of
from callcenter.actions.renew_claim import renew_claim
from callcenter.actions.revert_import import revert_import
from callcenter.actions.run_import import run_import
from callcenter.actions.save_script import save_script
from callcenter.actions.send_back_meeting import send_back_meeting
from callcenter.actions.sweep_audits import sweep_audits
from callcenter.actions.sweep_claims import sweep_claims
from callcenter.actions.take_next_lead import take_next_lead
from callcenter.actions.update_call_list import update_call_list
from callcenter.actions.upload_import import upload_import

__all__ = [
    "confirm_import",
    "create_call_list",
    "ensure_default_script",
    "forbid_calls",
    "forget_previews",
    "log_call",
    "pass_on_meeting",
    "release_claim",
    "release_claims_of",
    "renew_claim",
    "revert_import",
    "run_import",
    "save_script",
    "send_back_meeting",
    "sweep_audits",
    "sweep_claims",
    "take_next_lead",
    "update_call_list",
    "upload_import",
]
