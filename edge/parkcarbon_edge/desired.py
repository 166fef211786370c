"""The configuration that the platform wants: checked as a whole, kept beside the edge's own file.

A secret lies in a file of its own (0600) that is on the disk before the configuration that names it; the
configuration replaces the one before it in one step. So whatever kills the edge, it finds either of the two
when it comes back, complete.
"""

import json
import logging
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from parkcarbon_edge import reach, wire
from parkcarbon_edge.errors import (
    DesiredError,
    EdgeError,
    FileNotOwnError,
    NameUnresolvedError,
    NoSecretError,
)
from parkcarbon_edge.settings import Settings, opcua_defaults, with_connectors
from parkcarbon_edge.words import Said

log = logging.getLogger(__name__)

SECRET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")
SECRET, FILE, FOLDER = "_secret", "_file", "_folder"
PASSWORD_FILE = "password_file"  # noqa: S105 -- a field's name


class Kept(Struct, frozen=True, kw_only=True):
    """What is on the disk: the sections as the platform sent them, and the file of each secret by name.

    `reach` are the networks that its addresses were found to be in, `own_reach` what the edge's own file said
    of them.
    """

    version: int
    connector: list[dict[str, Any]]
    secrets: dict[str, str] = {}
    reach: list[str] | None = None
    own_reach: list[str] | None = None
    max_age_days: wire.AgeDays | None = None


class Draft(NamedTuple):
    """A checked configuration whose secrets are on the disk already."""

    kept: Kept
    settings: Settings


class Desired:
    """The configuration in force, and what was refused. `base` is the edge's own file, `path` its place."""

    def __init__(self, base: Settings, path: Path) -> None:
        self.base = base
        self.file = path.with_name(f"{path.stem}.desired.json")
        self.folder = path.with_name(f"{path.stem}.secrets")
        self.kept: Kept | None = None
        self.settings = base
        self.refused: int | None = None
        self.error: str | None = None
        self.said: Said | None = None

    @property
    def version(self) -> int:
        """The version in force; 0: the edge's own file."""
        return self.kept.version if self.kept else 0

    def load(self) -> None:
        """Take up what was in force when the edge last ran; where it cannot be used, the file's own is."""
        kept = self._stored()
        if kept is None:
            return
        try:
            draft = self._still_allowed(Draft(kept, self._resolved(kept)))
        except EdgeError as error:
            self.refuse(kept.version, error.said())
        else:
            self.take(draft)

    def look(self) -> None:
        """What the agent keeps, for another process: nothing is checked, written or deleted."""
        self.kept = self._stored()

    def _stored(self) -> Kept | None:
        try:
            return msgspec.json.decode(self.file.read_bytes(), type=Kept)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:
            self.refuse(None, f"{self.file} cannot be read: {error}")
            return None

    def _still_allowed(self, draft: Draft) -> Draft:
        """The draft, if the edge's own file did not forbid its addresses meanwhile.

        What was checked under the same rules is not checked again: a gateway that starts without its network
        could resolve no name, and would collect nothing. Nor may it where another version of this program has
        other defaults: a name waits for its check until the next start then, an address does not.
        """
        reach_now, own_now = self._reach(), self._own_reach()
        if draft.kept.reach == reach_now:
            return draft
        try:
            self.check_reach(draft.settings)
        except NameUnresolvedError:
            if draft.kept.own_reach != own_now:
                raise
            return draft
        checked = draft._replace(kept=msgspec.structs.replace(draft.kept, reach=reach_now, own_reach=own_now))
        with suppress(OSError):  # it is checked again at the next start then
            self.keep(checked)
        return checked

    def _reach(self) -> list[str]:
        """The networks that may be contacted on behalf of the platform, and what the edge's file names."""
        allowed = reach.allowed_for(self.base.uplink.url, self.base.reach.allow)
        return [*map(str, allowed), *self._addresses()]

    def _own_reach(self) -> list[str]:
        """What the edge's own file says of it: the same in every version of this program."""
        return [self.base.uplink.url, *self.base.reach.allow, *self._addresses()]

    def _addresses(self) -> list[str]:
        return sorted({address_of(connector) for connector in self.base.connector})

    def is_in_force(self, config: wire.Config) -> bool:
        """Whether this is what runs already, secrets included."""
        kept = self.kept
        return (
            kept is not None
            and (kept.version, kept.connector, kept.max_age_days)
            == (config.version, config.connector, config.max_age_days)
            and {name: _text(path) for name, path in kept.secrets.items()} == config.secrets
        )

    def prepare(self, config: wire.Config) -> Draft:
        """Check it without taking any of it; raises `EdgeError`. Its secrets are on the disk afterwards."""
        for name in config.secrets:
            if not SECRET_NAME.fullmatch(name):
                said = Said(f"Secret '{name}' has no usable name.", "secret_name", name=name)
                raise DesiredError(said, "Use letters, digits, . _ and -.")
        for section in config.connector:
            self._check_files(section)
        secrets = {name: self._place(name, text) for name, text in config.secrets.items()}
        kept = Kept(
            version=config.version, connector=config.connector, secrets=secrets, reach=self._reach(),
            own_reach=self._own_reach(), max_age_days=config.max_age_days,
        )  # fmt: skip
        settings = self._resolved(kept)
        self.check_reach(settings)
        self._write_secrets(config, secrets)
        return Draft(kept, settings)

    def keep(self, draft: Draft) -> None:
        """Make it what the edge starts with; raises OSError where the disk does not take it."""
        write_durably(self.file, msgspec.json.format(msgspec.json.encode(draft.kept), indent=1))

    def take(self, draft: Draft) -> None:
        """It is in force."""
        self.kept, self.settings = draft.kept, draft.settings
        self.refused = self.error = self.said = None
        wanted = set(draft.kept.secrets.values())
        with suppress(OSError):
            for path in self.folder.iterdir():
                if str(path) not in wanted:
                    path.unlink()

    def refuse(self, version: int | None, why: str) -> None:
        """It cannot be used; what is in force stays."""
        log.error("configuration %s of the platform: %s", version, why)
        self.refused, self.error = version, why[:2000]
        self.said = why if isinstance(why, Said) else None

    def connectors(self) -> list[dict[str, Any]]:
        """The sections in force. Files of secrets are named as the platform named the secrets."""
        if self.kept is not None:
            return self.kept.connector
        sections: list[dict[str, Any]] = json.loads(msgspec.json.encode(self.base.connector))
        filled = opcua_defaults(self.base)
        return [
            _without_defaults(section, own, filled)
            for section, own in zip(sections, self.base.connector, strict=True)
        ]

    def check_reach(self, settings: Settings) -> None:
        """Raises `AddressRefusedError` for an address that the edge neither names itself nor allows."""
        own = set(self._addresses())
        allowed = reach.allowed_for(self.base.uplink.url, self.base.reach.allow)
        unresolved: NameUnresolvedError | None = None
        for address in sorted({address_of(connector) for connector in settings.connector} - own):
            try:
                reach.check(address, allowed)
            except NameUnresolvedError as error:  # another one may be refused for what it is
                unresolved = error
        if unresolved is not None:
            raise unresolved

    def section(self, section: dict[str, Any], secrets: dict[str, str]) -> Settings:
        """The edge with this one connector, for a look at a source that is not configured yet."""
        self._check_files(section)
        known = self.kept.secrets if self.kept else {}
        settings = with_connectors(self.base, [_with_files(section, known | secrets)], need_points=False)
        self.check_reach(settings)
        return settings

    def _check_files(self, section: dict[str, Any]) -> None:
        """The platform must not have the edge read files of its machine and send them to a server.

        Nor one under another name, or a password to another address: a private key is no password.
        """
        own = {
            (name, value, address_of(connector) if name == PASSWORD_FILE else "")
            for connector in self.base.connector
            for name in connector.__struct_fields__
            if name.endswith((FILE, FOLDER)) and isinstance(value := getattr(connector, name), str)
        }
        address = str(section.get("endpoint") or section.get("url") or "")
        for name, value in section.items():
            named = (name, value, address if name == PASSWORD_FILE else "")
            if name.endswith((FILE, FOLDER)) and named not in own:
                raise FileNotOwnError(
                    Said("this file is not named by the edge itself.", "foreign_file", file=value),
                    f"Give the text as a secret: {name.removesuffix(FILE)}{SECRET}.",
                    {"connector": str(section.get("name")), "setting": name},
                )

    def _resolved(self, kept: Kept) -> Settings:
        sections = [_with_files(section, kept.secrets) for section in kept.connector]
        settings = with_connectors(self.base, sections)
        if kept.max_age_days is None:
            return settings
        spool = msgspec.structs.replace(settings.spool, max_age_days=kept.max_age_days)
        return msgspec.structs.replace(settings, spool=spool)

    def _place(self, name: str, text: str) -> str:
        """The file of a secret: the one that there is where its text is the same."""
        known = self.kept.secrets.get(name) if self.kept else None
        same = known is not None and _text(known) == text
        return known if known and same else str(self.folder / f"{name}.{token_hex(4)}")

    def _write_secrets(self, config: wire.Config, places: dict[str, str]) -> None:
        for name, text in config.secrets.items():
            if _text(places[name]) != text:
                self.folder.mkdir(mode=0o700, exist_ok=True)
                write_durably(Path(places[name]), text.encode())


def _with_files(section: dict[str, Any], secrets: dict[str, str]) -> dict[str, Any]:
    """The section with a file in place of each secret's name."""
    made = {}
    for name, value in section.items():
        if not name.endswith(SECRET):
            made[name] = value
        elif value is not None:
            if value not in secrets:
                raise NoSecretError(
                    Said(f"there is no secret '{value}'.", "secret_lacking", secret=value),
                    "Enter its text and save again.",
                    {"connector": str(section.get("name")), "setting": name},
                )
            made[name.removesuffix(SECRET) + FILE] = secrets[value]
    return made


def _without_defaults(section: dict[str, Any], own: Struct, filled: Mapping[str, str]) -> dict[str, Any]:
    """What somebody wrote into the section: values that differ from the defaults and what is filled in."""
    defaults = dict(zip(reversed(own.__struct_fields__), reversed(own.__struct_defaults__), strict=False))
    return {
        n: v
        for n, v in section.items()
        if n == "point" or n not in defaults or (defaults[n] != v and filled.get(n) != v)
    }


def address_of(connector: Struct) -> str:
    """The address that a connector contacts."""
    return str(getattr(connector, "endpoint", None) or getattr(connector, "url", ""))


def _text(path: str) -> str | None:
    try:
        return Path(path).read_bytes().decode()  # as it was written: text would lose its carriage returns
    except (OSError, UnicodeDecodeError):
        return None


def write_durably(
    path: Path, content: bytes, mode: int = 0o600, owner: tuple[int, int] | None = None
) -> None:
    """Replace the file by one that only this user can read: the old content or the new, whatever happens.

    `mode` and `owner` (user, group) are those of a file that is there, where they shall stay.
    """
    temporary = path.with_name(path.name + ".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), mode)
        if owner is not None and owner != (os.geteuid(), os.getegid()):
            os.fchown(file.fileno(), *owner)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
