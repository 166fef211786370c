"""Arrays as lists of JSON's own types."""

import math
from typing import Any

import numpy as np

from parkcarbon_platform.calculation.decomposition.notes import Note

Plain = dict[str, Any]


def plain(value: Any) -> Any:  # noqa: ANN401  # whatever a result is made of
    """Numbers, lists and dictionaries that JSON keeps to the digit; NaN and infinity are None.

    >>> import numpy as np
    >>> plain({"a": np.array([1.0, np.nan]), "n": np.int64(3)})
    {'a': [1.0, None], 'n': 3}
    """
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def notes(found: tuple[Note, ...] | list[Note]) -> list[Plain]:
    """Notes as data.

    >>> notes([Note("few", "Few.")])
    [{'code': 'few', 'message': 'Few.', 'facts': {}}]
    """
    return [{"code": note.code, "message": note.message, "facts": plain(note.facts)} for note in found]
