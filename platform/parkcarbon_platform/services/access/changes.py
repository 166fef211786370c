"""Whether a park's figures are those that somebody has already; a word for their state."""

from parkcarbon_platform.storage import changes

word = changes.word

__all__ = ["word"]
