"""What the call centre does: the listing is the feature list."""

from callcenter.actions.answer_review import answer_review
from callcenter.actions.attach_phone_calls import attach_phone_calls
from callcenter.actions.carry_recycling_on import carry_recycling_on
from callcenter.actions.change_review import change_review
from callcenter.actions.change_share import change_share
from callcenter.actions.choose_review import choose_review
from callcenter.actions.confirm_import import confirm_import
from callcenter.actions.correct_call import correct_call
from callcenter.actions.create_call_list import create_call_list
from callcenter.actions.create_script import create_script
from callcenter.actions.discard_draft import discard_draft
from callcenter.actions.end_break import end_break
from callcenter.actions.end_test import end_test
from callcenter.actions.ensure_default_scorecard import ensure_default_scorecard
from callcenter.actions.ensure_default_script import ensure_default_script
from callcenter.actions.find_by_number import find_by_number
from callcenter.actions.fold_quarters import fold_quarters
from callcenter.actions.fold_script_calls import fold_script_calls
from callcenter.actions.forbid_calls import forbid_calls
from callcenter.actions.forget_previews import forget_previews
from callcenter.actions.give_up_callback import give_up_callback
from callcenter.actions.keep_apart import keep_apart
from callcenter.actions.lift_expired_numbers import lift_expired_numbers
from callcenter.actions.log_call import log_call
from callcenter.actions.mark_answered import mark_answered
from callcenter.actions.mark_hung_up import mark_hung_up
from callcenter.actions.merge_companies import merge_companies
from callcenter.actions.move_callback import move_callback
from callcenter.actions.pass_on_meeting import pass_on_meeting
from callcenter.actions.pick_reviews import pick_reviews
from callcenter.actions.publish_draft import publish_draft
from callcenter.actions.read_answer import read_answer
from callcenter.actions.read_numbers import read_numbers
from callcenter.actions.record_phone_event import record_phone_event
from callcenter.actions.recycle_leads import recycle_leads
from callcenter.actions.release_claim import release_claim
from callcenter.actions.release_claims_of import release_claims_of
from callcenter.actions.remove_scorecard import remove_scorecard
from callcenter.actions.rename_script import rename_script
from callcenter.actions.renew_claim import renew_claim
from callcenter.actions.reopen_duplicate import reopen_duplicate
from callcenter.actions.retire_script import retire_script
from callcenter.actions.revert_import import revert_import
from callcenter.actions.run_import import run_import
from callcenter.actions.save_draft import save_draft
from callcenter.actions.save_review import save_review
from callcenter.actions.save_scorecard import save_scorecard
from callcenter.actions.save_script import save_script
from callcenter.actions.see_review import see_review
from callcenter.actions.send_back_meeting import send_back_meeting
from callcenter.actions.start_break import start_break
from callcenter.actions.start_draft import start_draft
from callcenter.actions.sweep_audits import sweep_audits
from callcenter.actions.sweep_claims import sweep_claims
from callcenter.actions.take_by_number import take_by_number
from callcenter.actions.take_next_lead import take_next_lead
from callcenter.actions.update_call_list import update_call_list
from callcenter.actions.upload_import import upload_import
from callcenter.actions.upload_numbers import upload_numbers
from callcenter.actions.use_scorecard import use_scorecard

__all__ = [
    "answer_review",
    "attach_phone_calls",
    "carry_recycling_on",
    "change_review",
    "change_share",
    "choose_review",
    "confirm_import",
    "correct_call",
    "create_call_list",
    "create_script",
    "discard_draft",
    "end_break",
    "end_test",
    "ensure_default_scorecard",
    "ensure_default_script",
    "find_by_number",
    "fold_quarters",
    "fold_script_calls",
    "forbid_calls",
    "forget_previews",
    "give_up_callback",
    "keep_apart",
    "lift_expired_numbers",
    "log_call",
    "mark_answered",
    "mark_hung_up",
    "merge_companies",
    "move_callback",
    "pass_on_meeting",
    "pick_reviews",
    "publish_draft",
    "read_answer",
    "read_numbers",
    "record_phone_event",
    "recycle_leads",
    "release_claim",
    "release_claims_of",
    "remove_scorecard",
    "rename_script",
    "renew_claim",
    "reopen_duplicate",
    "retire_script",
    "revert_import",
    "run_import",
    "save_draft",
    "save_review",
    "save_scorecard",
    "save_script",
    "see_review",
    "send_back_meeting",
    "start_break",
    "start_draft",
    "sweep_audits",
    "sweep_claims",
    "take_by_number",
    "take_next_lead",
    "update_call_list",
    "upload_import",
    "upload_numbers",
    "use_scorecard",
]
