"""How a change to a script is refused."""

from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused


class ScriptNameTaken(ActionRefused):
    code = "script_name_taken"
    text = _("There is already a script of this name.")


class ScriptNameless(ActionRefused):
    code = "script_nameless"
    text = _("A script needs a name.")


class ScriptGone(ActionRefused):
    code = "script_gone"
    text = _("This script is no longer there.")


class ScriptBroken(ActionRefused):
    """The sentence says at which step."""

    code = "script_broken"


class ScriptInUse(ActionRefused):
    code = "script_in_use"
    text = _("Call lists still use this script. Give them another one first.")


class NoDraft(ActionRefused):
    code = "no_draft"
    text = _("There is no draft of this script.")


class DraftExists(ActionRefused):
    code = "draft_exists"
    text = _("There is a draft already. Go on with it or discard it first.")


class DraftMoved(ActionRefused):
    """Somebody saved, published or discarded the draft after it was read."""

    code = "draft_moved"
    text = _("The draft was changed by somebody else meanwhile. Nothing was overwritten.")


class UnknownVersion(ActionRefused):
    code = "unknown_version"
    text = _("There is no such version of this script.")


class NothingPublished(ActionRefused):
    code = "nothing_published"
    text = _("A test needs a published version to be compared with.")


class ChallengerRuns(ActionRefused):
    code = "test_running"
    text = _("A test of two versions is running. End it first.")


class NoTest(ActionRefused):
    code = "no_test"
    text = _("No test of two versions is running.")


class WrongShare(ActionRefused):
    code = "wrong_share"
    text = _("The share lies between 1 and 99 per cent.")
