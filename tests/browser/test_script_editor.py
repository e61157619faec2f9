"""The editor of scripts in a browser: by keyboard and mouse, faults told at once, nothing typed is lost."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from callcenter.actions import save_draft, save_script
from callcenter.default_script import TREES
from callcenter.models import Script, ScriptVersion
from callcenter.script_tree import tree_faults
from salesorg.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)
LogIn = Callable[[str], Page]
Look = Callable[[Page], None]


@pytest.fixture
def script(adam: User, at: datetime) -> Script:
    return save_script(actor=adam, script=None, name="Cold", steps=TREES["en"], at=at).script


def edit(page: Page, script: Script) -> Page:
    page.goto(f"{page.url.split('/calls')[0]}/calls/scripts/{script.pk}/edit/")
    return page


def test_a_script_is_rewritten(script: Script, log_in: LogIn, accessible: Look) -> None:
    page = edit(log_in("adam"), script)
    accessible(page)
    hello = page.locator("#step-hello")
    hello.get_by_role("button", name="Add an answer").click()
    page.keyboard.type("Tell me more")
    hello.get_by_label("Leads to").last.select_option("new")
    summary = page.locator("[data-summary]")
    expect(summary).to_have_text("To mend before publishing: 2")
    page.keyboard.type("More")
    fresh = page.locator("[data-step]").nth(1)
    fresh.get_by_label("What is said").fill("Gladly, ")
    fresh.get_by_role("button", name="contact person").click()
    expect(fresh.locator("[data-preview]")).to_have_text("Gladly, Mary Brown")
    expect(summary).to_have_text("Nothing to mend: it can be published.")
    fresh.get_by_role("button", name="Move the step down").press("Enter")
    expect(page.locator("[data-step]").nth(2)).to_have_attribute("id", "step-step1")
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Tell me more").click()
    expect(page.locator("[data-try-body]")).to_contain_text("Gladly, Mary Brown")
    accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save and go to publishing").click()
    expect(page.get_by_text("What it changes against version 1")).to_be_visible()
    accessible(page)
    draft = ScriptVersion.objects.get(is_draft=True)
    assert tree_faults(draft.steps) == []
    assert draft.steps["order"][2] == "step1"
    assert draft.steps["steps"]["hello"]["answers"][-1] == {"text": "Tell me more", "next": "step1"}
    assert draft.steps["steps"]["step1"] == {"title": "More", "text": "Gladly, {person}", "answers": []}


def test_faults_stand_beside_their_step_at_once(script: Script, log_in: LogIn) -> None:
    page = edit(log_in("adam"), script)
    page.locator("#step-why").get_by_role("button", name="Remove the step").click()
    expect(page.locator("#step-hello [data-faults]")).to_have_text(
        "An answer of step «Opening» leads to a step that is not there."
    )
    expect(page.locator("#step-meeting [data-faults]")).to_have_text("No answer leads to step «The meeting».")
    with_module = page.locator("[data-faults] li").all_inner_texts()
    page.locator("[name=save]").click()
    expect(page.locator("[data-toast]").first).to_contain_text("The draft is saved.")
    told = [fault.text for fault in tree_faults(ScriptVersion.objects.get(is_draft=True).steps)]
    assert [text for text in with_module if text] == told


def test_braces_that_are_no_name_are_told_at_once(script: Script, log_in: LogIn) -> None:
    page = edit(log_in("adam"), script)
    page.locator("#step-why [data-text]").fill("Hello {wrong}")
    told = "something in braces that is no name: known are {company}, {person}, {me} and {organisation}."
    expect(page.locator("#step-why [data-faults]")).to_contain_text(told)
    page.locator("[data-reply]").first.fill("{Me}")
    expect(page.locator("[data-objection-faults]")).to_contain_text(told)
    page.locator("#step-why [data-text]").fill("Hello {person}")
    expect(page.locator("#step-why [data-faults]")).to_be_hidden()


def test_what_was_typed_is_there_again(script: Script, log_in: LogIn, adam: User, at: datetime) -> None:
    page = edit(log_in("adam"), script)
    page.locator("#step-hello [data-title]").fill("Hello there")
    page.reload()
    expect(page.locator("#step-hello [data-title]")).to_have_value("Hello there")
    save_draft(actor=adam, script=script, steps=TREES["en"], seen="", at=at)
    page.locator("[name=save]").click()
    expect(page.get_by_text("Not saved: somebody else changed the draft meanwhile")).to_be_visible()
    expect(page.locator("#step-hello [data-title]")).to_have_value("Hello there")
    edit(page, script)
    expect(page.locator("#step-hello [data-title]")).to_have_value("Opening")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("#step-hello [data-title]")).to_have_value("Hello there")
    page.locator("[name=save]").click()
    expect(page.locator("[data-toast]").first).to_contain_text("The draft is saved.")
    page.reload()
    expect(page.get_by_role("button", name="Bring it back")).to_be_hidden()
    assert ScriptVersion.objects.get(is_draft=True).steps["steps"]["hello"]["title"] == "Hello there"


@pytest.mark.parametrize("page_name", ["", "figures/", "notes/", "draft/"])
def test_the_other_pages_are_accessible(
    page_name: str, script: Script, log_in: LogIn, accessible: Look
) -> None:
    page = log_in("adam")
    page.goto(f"{page.url.split('/calls')[0]}/calls/scripts/{script.pk}/{page_name}")
    accessible(page)
