"""Single sign-on."""

from pydantic import BaseModel, ConfigDict, Field


class SsoOffer(BaseModel):
    """Whether one may log in by another provider."""

    name: str | None = Field(description="of the provider; null: there is none")


class SsoStart(BaseModel):
    """Where the browser goes."""

    address: str


class SsoAnswer(BaseModel):
    """With what the provider sent the browser back."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=1, max_length=4096)
    state: str = Field(min_length=1, max_length=200)
    issuer: str = Field(default="", max_length=400)
