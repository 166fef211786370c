"""What a result must not be read without: warnings as data, with a code that pages have words for."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """A warning: its code, its text, its facts."""

    code: str
    message: str
    facts: dict[str, object] = field(default_factory=dict)
