"""What the Content Security Policy forbids, no template contains."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path
    for folder in (ROOT / "templates", *ROOT.glob("*/templates"), *ROOT.glob("salesorg/**/templates"))
    for path in folder.rglob("*.html")
)
FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]+\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE
    ),
    "an inline handler": re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "a filter that needs eval": re.compile(r"hx-trigger=\"[^\"]*\["),
    "an address of another host": re.compile(r"(?:src|href)=\"(?:https?:)?//", re.IGNORECASE),
    "a note to ourselves": re.compile(r"\b(TODO|FIXME|XXX)\b"),
}


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 40


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_template_holds_nothing_that_the_policy_forbids(path: Path) -> None:
    text = path.read_text()
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_template_compiles(path: Path) -> None:
    get_template(str(path).split("/templates/", 1)[1])
