"""Documents as PDF/A, by typst. The same document gives the same bytes."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Literal

from parkcarbon_platform.errors import UnavailableError
from parkcarbon_platform.reports.document import Document

# Chinese typefaces that are looked for, the first that is there is taken.
CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
STANDARD: Literal["a-2a"] = "a-2a"


class FontMissingError(UnavailableError):
    """No font here has Chinese characters."""

    code = "font_missing"
    remedy = (
        "Install a Chinese font (Debian: fonts-wqy-microhei or fonts-noto-cjk), or name a folder with one in "
        "PARKCARBON_FONT_DIR."
    )


def render(document: Document, font_folders: Sequence[str]) -> bytes:
    """The document as PDF/A-2a with tags for screen readers.

    Raises FontMissingError: names are Chinese in reports of either language.
    """
    import typst

    folders = [folder for folder in font_folders if folder]
    fonts = typst.Fonts(font_paths=folders)
    typeface = _typeface(fonts.families())
    return typst.compile(
        files(__package__).joinpath("template.typ").read_bytes(),
        format="pdf",
        font_paths=fonts,
        sys_inputs={"document": _as_json(document, typeface)},
        pdf_standards=STANDARD,
        timestamp=document.made_at,
    )


def _typeface(families: Sequence[str]) -> str:
    for name in CHINESE:
        if name in families:
            return name
    raise FontMissingError("No font with Chinese characters is here.", looked_for=", ".join(CHINESE))


def _as_json(document: Document, typeface: str) -> str:
    content = asdict(document) | {
        "made_at": document.made_at.strftime("%Y-%m-%d %H:%M UTC"),
        "typeface": typeface,
    }
    for section in content["sections"]:
        for table in section["tables"]:
            table["strong"] = sorted(table["strong"])
    return json.dumps(content, ensure_ascii=False)
