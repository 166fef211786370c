"""Enterprises by code and name."""

from pydantic import BaseModel

from parkcarbon_saas.features.meters.schemas import Named


class EnterpriseList(BaseModel):
    """The enterprises of the park, as far as one may see them, or a page of them; `cursor` where there are
    more."""

    enterprises: list[Named]
    cursor: str | None
