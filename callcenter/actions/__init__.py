"""What the call centre does: the listing is the feature list."""

from callcenter.actions.change_share import change_share
from callcenter.actions.confirm_import import confirm_import
from callcenter.actions.create_call_list import create_call_list
from callcenter.actions.create_script import create_script
from callcenter.actions.discard_draft import discard_draft
from callcenter.actions.end_test import end_test
from callcenter.actions.ensure_default_script import ensure_default_script
from callcenter.actions.forbid_calls import forbid_calls
from callcenter.actions.forget_previews import forget_previews
from callcenter.actions.log_call import log_call
from callcenter.actions.publish_draft import publish_draft
from callcenter.actions.release_claim import release_claim
from callcenter.actions.release_claims_of import release_claims_of
from callcenter.actions.rename_script import rename_script
from callcenter.actions.renew_claim import renew_claim
from callcenter.actions.retire_script import retire_script
from callcenter.actions.revert_import import revert_import
from callcenter.actions.run_import import run_import
from callcenter.actions.save_draft import save_draft
from callcenter.actions.save_script import save_script
from callcenter.actions.start_draft import start_draft
from callcenter.actions.sweep_claims import sweep_claims
from callcenter.actions.take_next_lead import take_next_lead
from callcenter.actions.update_call_list import update_call_list
from callcenter.actions.upload_import import upload_import

__all__ = [
    "change_share",
    "confirm_import",
    "create_call_list",
    "create_script",
    "discard_draft",
    "end_test",
    "ensure_default_script",
    "forbid_calls",
    "forget_previews",
    "log_call",
    "publish_draft",
    "release_claim",
    "release_claims_of",
    "rename_script",
    "renew_claim",
    "retire_script",
    "revert_import",
    "run_import",
    "save_draft",
    "save_script",
    "start_draft",
    "sweep_claims",
    "take_next_lead",
    "update_call_list",
    "upload_import",
]
