"""What the sets lack because it is not published or could not be read: said on the page, never guessed."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "gaps.yaml"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap or a disagreement between sources, in both languages; `kind` is one of gap, disagreement."""

    code: str
    kind: str
    words_zh: str
    words_en: str


@cache
def every() -> tuple[Gap, ...]:
    """All of them, in the order of the file."""
    return tuple(Gap(**row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))
