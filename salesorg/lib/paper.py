"""A4 pages as PDF, drawn line by line: fonts with Cyrillic, figures that stand under each other, page numbers.

`Flow` knows where on which page the next thing stands and draws nothing, so that a dry run says how many pages there will
be; `Paper` draws. Rows go onto the page as they come: no table is ever held.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal

from django.conf import settings
from django.contrib.staticfiles import finders
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, BOTTOM = 42.0, 58.0
RIGHT, TOP = float(WIDTH) - 42, float(HEIGHT) - 42
INK, GREY, LINE = HexColor("#182433"), HexColor("#667382"), HexColor("#c8d0da")
FONTS = {"paper": "vendor/roboto.ttf", "paper-bold": "vendor/roboto-bold.ttf"}
# Signs that the font does not have.
SPELT_OUT = str.maketrans({"₸": "KZT"})
Align = Literal["left", "right"]


class Flow:
    """Where the next thing stands: `take` a height, begin a new page (and say so) when it does not fit."""

    def __init__(self, on_new_page: Callable[[], None] | None = None, head: float = 0) -> None:
        self.page, self.y = 1, TOP
        self._on_new_page, self._head = on_new_page, head

    def take(self, height: float, keep: float = 0) -> float:
        """Return the upper edge of a piece so high; `keep`: how much of what follows must stand on the same page."""
        if self.y - height - keep < BOTTOM:
            self.page, self.y = self.page + 1, TOP - self._head
            if self._on_new_page:
                self._on_new_page()
        edge = self.y
        self.y -= height
        return edge


class Paper:
    """Pages with a running foot. `number` writes the page's number of so many, in the reader's language."""

    def __init__(
        self,
        file: IO[bytes],
        *,
        title: str,
        author: str,
        language: str,
        foot: str,
        number: Callable[[int], str],
    ) -> None:
        _register_fonts()
        self.canvas: Any = Canvas(file, pagesize=A4, pageCompression=1, lang=language)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.foot, self.number, self.page = foot, number, 1

    def text(
        self, x: float, y: float, words: str, *, size: float = 9, bold: bool = False, grey: bool = False,
        align: Align = "left", width: float = 0,
    ) -> None:  # fmt: skip
        """Write one line whose base is `y`; longer than `width` it ends in an ellipsis."""
        font = "paper-bold" if bold else "paper"
        shown = fitted(words.translate(SPELT_OUT), font, size, width)
        self.canvas.setFillColor(GREY if grey else INK)
        self.canvas.setFont(font, size)
        (self.canvas.drawRightString if align == "right" else self.canvas.drawString)(x, y, shown)

    def rule(self, y: float, left: float = LEFT, right: float = RIGHT, *, heavy: bool = False) -> None:
        """Draw a line across."""
        self.canvas.setStrokeColor(INK if heavy else LINE)
        self.canvas.setLineWidth(0.8 if heavy else 0.5)
        self.canvas.line(left, y, right, y)

    def turn(self) -> None:
        """End this page and begin the next."""
        self._foot()
        self.canvas.showPage()
        self.page += 1

    def close(self) -> None:
        """End the last page and write the file."""
        self._foot()
        self.canvas.showPage()
        self.canvas.save()

    def _foot(self) -> None:
        self.rule(BOTTOM - 14)
        self.text(LEFT, BOTTOM - 26, self.foot, size=7.5, grey=True, width=RIGHT - LEFT - 100)
        self.text(RIGHT, BOTTOM - 26, self.number(self.page), size=7.5, grey=True, align="right")


def fitted(words: str, font: str, size: float, width: float) -> str:
    """Return the words, shortened by an ellipsis to fit the width (0: as they are)."""
    if not width or pdfmetrics.stringWidth(words, font, size) <= width:
        return words
    while words and pdfmetrics.stringWidth(f"{words}…", font, size) > width:
        words = words[:-1]
    return f"{words.rstrip()}…"


@cache
def _register_fonts() -> None:
    for name, file in FONTS.items():
        pdfmetrics.registerFont(TTFont(name, str(_font_file(file))))


def _font_file(name: str) -> Path:
    """Where the static files stand: collected on a server, by the finders on a machine of one's own."""
    collected = Path(settings.STATIC_ROOT) / name
    found = str(collected) if collected.exists() else finders.find(name)
    if not found:
        raise FileNotFoundError(f"The font {name} is not there: run ./run once to set the front end up.")
    return Path(str(found))
