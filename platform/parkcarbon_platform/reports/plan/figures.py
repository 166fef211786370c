"""What a plan's report shows: the plan as it is stored, with the park's names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """A finished plan: what was asked, what it is made of and what it came to, as stored (docs/pathways.md).

    `digest` is the SHA-256 of what was asked with all inputs, in hexadecimal. `costs` [yuan, yuan/a] by
    measure, as they counted; None where nobody knows them.
    """

    id: int
    kind: Literal["pathway", "portfolio"]
    name: str
    author: str
    made_at: datetime
    digest: str
    park_code: str
    park_zh: str
    park_en: str
    asked: Json
    inputs: Json
    result: Json
    costs: Mapping[str, tuple[float | None, float]]

    def named(self, code: str, *, is_chinese: bool) -> str:
        """What a scenario or measure is called."""
        for kind in ("scenarios", "measures"):
            found = self.inputs.get(kind, {}).get(code)
            if found is not None:
                return str(found["name_zh" if is_chinese else "name_en"])
        return code
