"""The functions of the guide; their state is that of the service's models."""

from parkcarbon_platform.services.national.models import ParkFunctions, ParkFunctionWords
from pydantic import BaseModel, Field

__all__ = ["ParkFunctions"]


class ParkFunctionsReworded(BaseModel):
    """Wording of functions by code, and where it is from."""

    words: dict[str, ParkFunctionWords] = Field(max_length=12)
    note: str = Field(min_length=1, max_length=2000)
