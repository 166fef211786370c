"""Settings of the platform, from environment variables with the prefix PARKCARBON_."""

import ipaddress
import os
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from parkcarbon_platform.errors import UnsafeSettingsError

SECRETS_DIR = "/run/secrets"  # where containers find theirs, a file a variable
ROLES = {"app": "pc_app", "ingest": "pc_ingest", "directory": "pc_directory"}


def as_role(database_url: str, role: str) -> str:
    """The same server and log-in as `database_url`, every session starting as `role`."""
    options = str(conninfo_to_dict(database_url).get("options") or "")
    return make_conninfo(database_url, options=f"{options} -c role={role}".strip())


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# What images, examples and manuals give as passwords and keys.
DEFAULTS = frozenset(
    [
        "admin",
        "changeme",
        "change-me",
        "default",
        "demo",
        "example",
        "parkcarbon",
        "passw0rd",
        "password",
        "postgres",
        "root",
        "secret",
        "test",
        "timescaledb",
    ]
)
FEWEST_SIGNS = 8  # of 32 random hexadecimal digits one in a hundred million has fewer


def is_default(key: str) -> bool:
    """Whether a key is made of few signs, or of a word that examples use.

    >>> is_default("change-me-change-me-change-me-change-me"), is_default("0" * 64)
    (True, True)
    >>> is_default("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    False
    """
    rest = key.lower()
    for word in DEFAULTS:
        rest = rest.replace(word, "")
    return len(set(key)) < FEWEST_SIGNS or len(rest) < len(key) / 2


class Settings(BaseSettings):
    """One typed object for the tier; the URLs of the roles fall back to the owner's."""

    model_config = SettingsConfigDict(env_prefix="PARKCARBON_", extra="ignore")

    database_url: str = Field(repr=False)
    database_app_url: str = Field(default="", repr=False)
    database_ingest_url: str = Field(default="", repr=False)
    database_directory_url: str = Field(default="", repr=False)
    database_replica_url: str = Field(default="", repr=False)  # a copy that dashboards read, as the app role
    replica_lag_s: float = Field(default=10.0, gt=0)  # how far it may be behind
    redis_url: str = Field(default="redis://127.0.0.1:6379/0", repr=False)
    mqtt_url: str = Field(default="mqtt://127.0.0.1:1883", repr=False)
    mqtt_control_url: str = Field(default="", repr=False)  # a log-in that rules over others
    mqtt_public_url: str = ""  # what gateways and devices are told
    mqtt_ca_file: str = ""  # authority of the broker's certificate; empty: the machine's
    mqtt_plain: bool = False  # passwords and readings in clear text over a network
    device_messages_a_minute: int = Field(default=6_000, ge=1)  # what one bare device may send
    device_megabytes_a_minute: int = Field(default=64, ge=1)
    partitions: int = Field(default=16, ge=1, le=256)
    secret_key: str = Field(default="", repr=False)
    secret_key_former: str = Field(default="", repr=False)  # those before, with commas: only to open
    public_url: str = ""  # where browsers find the platform
    directory_key: str = Field(default="", repr=False)  # the same on all platforms of a directory
    breached_passwords_file: str = ""  # SHA-1 of leaked passwords, sorted, one a line (`HASH:COUNT`)
    sso_issuer: str = ""  # single sign-on (OpenID Connect): the provider's name; empty: none
    sso_client_id: str = ""
    sso_client_secret: str = Field(default="", repr=False)
    sso_name: str = "SSO"  # what the button says
    smtp_url: str = Field(default="", repr=False)  # smtps://user:password@host, or smtp:// with STARTTLS
    smtp_from: str = ""
    mail_domains: str = ""  # whose addresses may be told of alerts, with commas; none: that of smtp_from
    webhook_networks: str = ""  # networks beside public ones whose servers may be called, with commas
    font_dir: str = ""  # fonts of reports beside the machine's, e.g. a Chinese one
    demo: bool = False
    demo_dir: str = ""  # the demo's folder, with its simulated meters that a new park may read
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8000, ge=0, le=65535)
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"  # json: one object a line, with the trace's id
    metrics_host: str = "0.0.0.0"  # noqa: S104 -- scraped from outside; where there is no wall: 127.0.0.1
    archive_dir: str = ""  # where old readings are kept as files; empty: they stay in the database
    purge_days: int = Field(default=180, ge=7)  # how long what is over is kept: jobs, letters, alerts
    postgres_bin: str = ""  # where pg_dump and pg_restore are; as a rule on the PATH
    metrics_port: int = Field(default=0, ge=0, le=65535)  # of /metrics and /healthz; 0: none

    @property
    def app_url(self) -> str:
        """Connection of the API and the jobs."""
        return self.database_app_url or as_role(self.database_url, ROLES["app"])

    @property
    def ingest_url(self) -> str:
        """Connection of the ingest."""
        return self.database_ingest_url or as_role(self.database_url, ROLES["ingest"])

    @property
    def directory_url(self) -> str:
        """Connection that finds parks and people."""
        return self.database_directory_url or as_role(self.database_url, ROLES["directory"])

    @property
    def role_urls(self) -> dict[str, str]:
        """The URL of each restricted role, by role name; only those that were given."""
        given = {
            "app": self.database_app_url,
            "ingest": self.database_ingest_url,
            "directory": self.database_directory_url,
        }
        return {ROLES[name]: url for name, url in given.items() if url}

    @property
    def mqtt_client_url(self) -> str:
        """The broker's address for gateways and devices, without a log-in."""
        if self.mqtt_public_url:
            return self.mqtt_public_url
        parts = urlsplit(self.mqtt_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"

    def former_keys(self) -> list[str]:
        """Keys of before, which only open."""
        return [text for text in self.secret_key_former.split(",") if text]

    def check_broker(self) -> None:
        """Refuse a broker whose log-ins would travel in clear text over a network; a demo may."""
        if self.demo:
            return
        for name in ("mqtt_url", "mqtt_control_url", "mqtt_public_url"):
            parts = urlsplit(getattr(self, name))
            if name == "mqtt_url" and not parts.username and not is_loopback(parts.hostname or ""):
                raise UnsafeSettingsError(
                    "PARKCARBON_MQTT_URL has no log-in: whoever reaches the broker could send readings.",
                    remedy="Give the broker log-ins, and name the platform's in the address.",
                    variable="PARKCARBON_MQTT_URL",
                )
            if parts.scheme == "mqtt" and not self.mqtt_plain and not is_loopback(parts.hostname or ""):
                raise UnsafeSettingsError(
                    f"PARKCARBON_{name.upper()} is mqtt:// to {parts.hostname}: passwords would travel in "
                    "clear text.",
                    remedy="Use mqtts://; or set PARKCARBON_MQTT_PLAIN=1 where another tunnel protects them.",
                    variable=f"PARKCARBON_{name.upper()}",
                )

    def required_secret(self) -> str:
        """The secret key, refused when short: it signs what the platform must later believe."""
        if len(self.secret_key) < 32:
            raise UnsafeSettingsError(
                "PARKCARBON_SECRET_KEY is missing or shorter than 32 characters.",
                remedy="Set it to the output of `openssl rand -hex 32`.",
                length=len(self.secret_key),
            )
        if not self.demo and is_default(self.secret_key):
            raise UnsafeSettingsError(
                "PARKCARBON_SECRET_KEY is one that others know or can guess.",
                remedy="Set it to the output of `openssl rand -hex 32`.",
            )
        return self.secret_key

    def check_database(self) -> None:
        """Refuse the passwords that databases come with, over a network; a demo may."""
        for url in () if self.demo else (self.database_url, *self.role_urls.values()):
            try:
                told = conninfo_to_dict(url)
            except ProgrammingError:
                continue  # said by whoever connects
            host = str(told.get("host") or "localhost")
            is_near = host.startswith("/") or is_loopback(host)
            if not is_near and str(told.get("password") or "").lower() in DEFAULTS:
                raise UnsafeSettingsError(
                    f"The database on {host} is opened with a password that it comes with.",
                    remedy="Give its role a password of its own, and name it in PARKCARBON_DATABASE_URL.",
                    variable="PARKCARBON_DATABASE_URL",
                )

    def check_web(self) -> None:
        """Refuse addresses at which passwords and tokens would travel in clear text; a demo may."""
        for name in () if self.demo else ("public_url", "sso_issuer"):
            parts = urlsplit(getattr(self, name))
            if parts.scheme not in ("", "https"):
                raise UnsafeSettingsError(
                    f"PARKCARBON_{name.upper()} is {parts.scheme}://: passwords would travel in clear text.",
                    remedy="Use https://.",
                    variable=f"PARKCARBON_{name.upper()}",
                )
        if self.sso_issuer and not (self.sso_client_id and self.public_url):
            raise UnsafeSettingsError(
                "Single sign-on needs to know under which name and where it finds the platform.",
                remedy="Set PARKCARBON_SSO_CLIENT_ID and PARKCARBON_PUBLIC_URL.",
            )

    def check_directory(self) -> None:
        """Refuse a key of the directory by which others could ask which parks are here."""
        if not self.directory_key:
            return
        if len(self.directory_key) < 32 or (not self.demo and is_default(self.directory_key)):
            raise UnsafeSettingsError(
                "PARKCARBON_DIRECTORY_KEY is shorter than 32 characters, or one that others can guess.",
                remedy="Set it to the output of `openssl rand -hex 32`, the same on all platforms.",
                variable="PARKCARBON_DIRECTORY_KEY",
            )
        if not self.public_url:
            raise UnsafeSettingsError(
                "A directory needs to know how this platform is called.",
                remedy="Set PARKCARBON_PUBLIC_URL to the address by which the others list it.",
                variable="PARKCARBON_PUBLIC_URL",
            )

    def check_mail(self) -> None:
        """Refuse a server for mail that cannot be used, or is opened with an example's password."""
        if not self.smtp_url:
            return
        parts = urlsplit(self.smtp_url)
        wrong = ""
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            wrong = "is no smtps:// or smtp:// address"
        elif not self.demo and unquote(parts.password or "x").lower() in DEFAULTS:
            wrong = "has a password that others know"
        if wrong:
            raise UnsafeSettingsError(
                f"PARKCARBON_SMTP_URL {wrong}.",
                remedy="Use smtps://USER:PASSWORD@HOST, or smtp:// where the server offers STARTTLS.",
                variable="PARKCARBON_SMTP_URL",
            )
        if "@" not in self.smtp_from:
            raise UnsafeSettingsError(
                "PARKCARBON_SMTP_FROM is no address: mail needs a sender.",
                remedy="Set it to an address that the server sends for.",
                variable="PARKCARBON_SMTP_FROM",
            )

    def check_webhooks(self) -> None:
        """Refuse networks that are none."""
        for text in filter(None, self.webhook_networks.split(",")):
            try:
                ipaddress.ip_network(text.strip())
            except ValueError:
                raise UnsafeSettingsError(
                    f"PARKCARBON_WEBHOOK_NETWORKS: {text} is no network.",
                    remedy="Write networks as 10.1.0.0/16, with commas between.",
                    variable="PARKCARBON_WEBHOOK_NETWORKS",
                ) from None


def secrets_dir() -> Path | None:
    """The folder whose files stand for variables (`parkcarbon_secret_key`), if there is one.

    Variables of the environment win; files keep passwords out of what `docker inspect` and `/proc` show.
    """
    folder = Path(os.environ.get("PARKCARBON_SECRETS_DIR") or SECRETS_DIR)
    return folder if folder.is_dir() else None


def sources() -> dict[str, Any]:
    """Where settings come from beside the environment, for the class's own reading of both."""
    return {"_secrets_dir": secrets_dir()}


def load() -> Settings:
    """Settings of this process; the error names the variables and never repeats their values."""
    try:
        settings = Settings(**sources())
        settings.check_broker()
        settings.check_database()
        settings.check_web()
        settings.check_directory()
        settings.check_mail()
        settings.check_webhooks()
        return settings
    except ValidationError as error:
        wrong = {f"PARKCARBON_{'_'.join(map(str, e['loc'])).upper()}": e["msg"] for e in error.errors()}
        listed = "; ".join(f"{name}: {message}" for name, message in wrong.items())
        raise UnsafeSettingsError(f"Settings cannot be used: {listed}.", variables=wrong) from None
