"""Two-factor log-in."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Field(min_length=6, max_length=40)


class FactorState(BaseModel):
    """Whether one has a second factor."""

    since: int | None = Field(description="ms; null: none")
    recovery_codes_left: int


class FactorBegin(BaseModel):
    """One's password, again."""

    model_config = ConfigDict(extra="forbid")

    password: str = Field(min_length=1, max_length=256)


class FactorSecret(BaseModel):
    """What the phone is told: shown now and never again."""

    secret: str
    address: str = Field(description="otpauth address, as the QR code says it")
    qr_svg: str


class FactorCode(BaseModel):
    """A code of the app, or where that is allowed a recovery code."""

    model_config = ConfigDict(extra="forbid")

    code: str = Code


class RecoveryCodes(BaseModel):
    """Codes that work once each, for who lost the phone: shown now and never again."""

    codes: list[str]


class AccessPolicy(BaseModel):
    """What a park asks of those who enter it."""

    model_config = ConfigDict(extra="forbid")

    second_factor_roles: list[Literal["operator", "enterprise", "verifier"]] = Field(max_length=3)
