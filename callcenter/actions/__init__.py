"""What the call centre does: the listing is the feature list."""

from callcenter.actions.answer_review import answer_review
from callcenter.actions.change_review import change_review
from callcenter.actions.choose_review import choose_review
from callcenter.actions.confirm_import import confirm_import
from callcenter.actions.create_call_list import create_call_list
from callcenter.actions.ensure_default_scorecard import ensure_default_scorecard
from callcenter.actions.ensure_default_script import ensure_default_script
from callcenter.actions.forbid_calls import forbid_calls
from callcenter.actions.forget_previews import forget_previews
from callcenter.actions.log_call import log_call
from callcenter.actions.pick_reviews import pick_reviews
from callcenter.actions.read_answer import read_answer
from callcenter.actions.release_claim import release_claim
from callcenter.actions.release_claims_of import release_claims_of
from callcenter.actions.remove_scorecard import remove_scorecard
from callcenter.actions.renew_claim import renew_claim
from callcenter.actions.revert_import import revert_import
from callcenter.actions.run_import import run_import
from callcenter.actions.save_review import save_review
from callcenter.actions.save_scorecard import save_scorecard
from callcenter.actions.save_script import save_script
from callcenter.actions.see_review import see_review
from callcenter.actions.sweep_claims import sweep_claims
from callcenter.actions.take_next_lead import take_next_lead
from callcenter.actions.update_call_list import update_call_list
from callcenter.actions.upload_import import upload_import
from callcenter.actions.use_scorecard import use_scorecard

__all__ = [
    "answer_review",
    "change_review",
    "choose_review",
    "confirm_import",
    "create_call_list",
    "ensure_default_scorecard",
    "ensure_default_script",
    "forbid_calls",
    "forget_previews",
    "log_call",
    "pick_reviews",
    "read_answer",
    "release_claim",
    "release_claims_of",
    "remove_scorecard",
    "renew_claim",
    "revert_import",
    "run_import",
    "save_review",
    "save_scorecard",
    "save_script",
    "see_review",
    "sweep_claims",
    "take_next_lead",
    "update_call_list",
    "upload_import",
    "use_scorecard",
]
