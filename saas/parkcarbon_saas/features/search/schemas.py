"""What a search finds."""

from parkcarbon_platform.services.searching import SearchHits

__all__ = ["SearchHits"]
