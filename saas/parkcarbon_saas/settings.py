"""Settings of the web tier: the platform's, and how it is served."""

from pathlib import Path

from parkcarbon_platform.errors import UnsafeSettingsError
from parkcarbon_platform.settings import Settings as PlatformSettings
from parkcarbon_platform.settings import sources
from pydantic import Field

PACKAGED = Path(__file__).parent / "static"
DOWNLOADS = Path(__file__).parent / "downloads"


class Settings(PlatformSettings):
    """One typed object for the tier, from environment variables with the prefix PARKCARBON_."""

    cookie_secure: bool | None = None
    static_dir: Path = PACKAGED
    downloads_dir: Path = DOWNLOADS  # what gateways install: wheels and the service's unit
    max_body_bytes: int = Field(default=1 << 20, ge=1 << 12)
    trusted_proxies: str = "127.0.0.1"
    streams_per_person: int = Field(default=100, ge=1)  # many tabs and screens; each is an open connection

    @property
    def secure(self) -> bool:
        """Whether the session's cookie travels over TLS only: always, but in a demo on this machine."""
        return not self.demo if self.cookie_secure is None else self.cookie_secure

    def session_key(self) -> str:
        """The key of the sessions' digests."""
        return self.secret_key if self.demo and self.secret_key else self.required_secret()


def load() -> Settings:
    """The settings of this process, refused where they would be unsafe."""
    settings = Settings(**sources())
    check(settings)
    return settings


def check(settings: Settings) -> None:
    """Refuse what may only be had in a demo."""
    settings.session_key()
    settings.check_broker()
    settings.check_database()
    settings.check_web()
    settings.check_directory()
    if not settings.secure and not settings.demo:
        raise UnsafeSettingsError(
            "PARKCARBON_COOKIE_SECURE is off: sessions would travel in clear text.",
            remedy="Serve over TLS and leave PARKCARBON_COOKIE_SECURE unset.",
        )
