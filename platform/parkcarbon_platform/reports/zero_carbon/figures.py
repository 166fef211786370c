"""What the report of a zero-carbon park shows: the page's own figures, as the page is sent them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Figures:
    """A year with its differences from other rulesets, the outlook, and the settings with their notes.

    The parts are those of the API (`GET /zero-carbon`, `/comparison`, `/outlook`, `/settings`), as JSON.
    """

    park_code: str
    park_zh: str
    park_en: str
    made_at: datetime
    year: Mapping[str, Any]
    compared: Mapping[str, Any]
    outlook: Mapping[str, Any]
    decided: Mapping[str, Any]
