"""A gateway becomes an edge: a token is turned into a log-in, an authority and a configuration on disk."""

import json
import os
import re
import socket
import stat
import urllib.error
import urllib.request
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from parkcarbon_edge import tls
from parkcarbon_edge.errors import ConfigurationError, EnrolmentError
from parkcarbon_edge.settings import parse_settings

TIMEOUT_S = 60.0
PATH = "/api/v1/edge/enrol"
LARGEST_ANSWER = 1 << 20


class Uplink(Struct, frozen=True):
    """How to log in at the platform's broker."""

    url: str
    username: str
    password: str
    ca_pem: str | None = None
    client_id: str = ""


class Enrolled(Struct, frozen=True):
    """What the platform answers."""

    park: str
    edge: str
    partition: str
    uplink: Uplink


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token goes to the address that was given and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


def default_folder() -> Path:
    """Where an edge lives: for root where the service looks, else below one's home."""
    if os.geteuid() == 0:
        return Path("/var/lib/parkcarbon-edge")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "parkcarbon-edge"


def enrol(url: str, token: str, folder: Path, *, ca: Path | None = None, insecure: bool = False) -> Enrolled:
    """Use the token up and write the edge's files; nothing is asked before the folder can be written."""
    base = _checked(url, insecure=insecure)
    _prepare(folder)
    answer = _ask(base, token, ca)
    _write(folder, answer)
    return answer


def _checked(url: str, *, insecure: bool) -> str:
    """The platform's address; in clear text only to this machine, or where that is wanted."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EnrolmentError(f"{url} is no address.", "Give the platform's, as https://carbon.example.")
    if parts.scheme == "http" and not (insecure or is_loopback(parts.hostname)):
        raise EnrolmentError(
            f"{url} is not encrypted: the log-in would travel in clear text.",
            "Use https://; or --insecure where another tunnel protects the way.",
        )
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _prepare(folder: Path) -> None:
    try:
        for place in (folder, folder / "spool"):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.chmod(0o700)
        _put(folder / ".writable", "")
        (folder / ".writable").unlink()
    except OSError as error:
        raise EnrolmentError(
            f"{folder} cannot be written: {error.strerror}.", "Run this as its owner, or give another --dir."
        ) from error


def _ask(base: str, token: str, ca: Path | None) -> Enrolled:
    """The platform's answer; raises EnrolmentError with its reason."""
    host = urlsplit(base).hostname or ""
    told = {"token": token, "host": socket.gethostname()[:255] or "?", "version": _version()}
    body = json.dumps({**told, "takes_client_id": True})
    request = urllib.request.Request(  # noqa: S310 -- http(s) only, see `_checked`
        base + PATH, body.encode(), {"Content-Type": "application/json", "Accept": "application/json"}
    )
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if is_loopback(host):
        handlers.append(urllib.request.ProxyHandler({}))
    try:
        handlers.append(urllib.request.HTTPSHandler(context=tls.context(None if ca is None else str(ca))))
        with urllib.request.build_opener(*handlers).open(request, timeout=TIMEOUT_S) as answer:
            return msgspec.json.decode(answer.read(LARGEST_ANSWER), type=Enrolled)
    except urllib.error.HTTPError as error:
        with error:
            raise EnrolmentError(*_problem(error)) from error
    except urllib.error.URLError as error:
        reason = tls.why(error.reason, host) if isinstance(error.reason, OSError) else str(error.reason)
        raise EnrolmentError(f"{base}: {reason}.", _remedy(base)) from error
    except (OSError, msgspec.MsgspecError) as error:
        reason = tls.why(error, host) if isinstance(error, OSError) else "the answer cannot be read"
        raise EnrolmentError(f"{base}: {reason}.", _remedy(base)) from error


def _remedy(base: str) -> str:
    private = " Where its authority is your own, name its certificate with --ca."
    return "Give the platform's address as in the browser." + (private if base.startswith("https") else "")


def _problem(error: urllib.error.HTTPError) -> tuple[str, str]:
    """What the platform says is wrong, and its remedy."""
    try:
        told: Mapping[str, Any] = json.loads(error.read(LARGEST_ANSWER))
        return str(told["detail"]), str(told["remedy"])
    except (ValueError, KeyError, TypeError):
        return f"The platform answers {error.code} {error.reason}.", _remedy("http")


def _version() -> str:
    try:
        return version("parkcarbon-edge")
    except PackageNotFoundError:
        return "unknown"


def _write(folder: Path, answer: Enrolled) -> None:
    """Password and authority first: the configuration that names them is the last to be there."""
    config = folder / "edge.toml"
    text = _configuration(folder, answer, config)
    _put(folder / "password", answer.uplink.password + "\n")
    if answer.uplink.ca_pem is not None:
        _put(folder / "ca.pem", answer.uplink.ca_pem)
    _put(config, text)
    if os.geteuid() == 0:  # the service's user is the folder's owner, where it has run before
        owner = folder.stat()
        for path in (folder / "password", folder / "ca.pem", config, folder / "spool"):
            if path.exists():
                os.chown(path, owner.st_uid, owner.st_gid)


def _configuration(folder: Path, answer: Enrolled, config: Path) -> str:
    """The edge's TOML; of one that is there all but the way to the platform stays as it is."""
    up = answer.uplink
    uplink = {"url": up.url, "username": up.username, "password_file": str(folder / "password")}
    if up.ca_pem is not None:
        uplink["ca_file"] = str(folder / "ca.pem")
    uplink["client_id"] = up.client_id
    top = {"park": answer.park, "edge": answer.edge, "partition": answer.partition}
    if not config.exists():
        spool = {"path": str(folder / "spool" / "edge.db")}
        parts = [*_lines(top), "", "[uplink]", *_lines(uplink), "", "[spool]", *_lines(spool)]
        return "\n".join(parts) + "\n"
    before = config.read_text(encoding="utf-8")
    known = parse_settings(before.encode(), config)
    if (known.park, known.edge) != (answer.park, answer.edge):
        raise ConfigurationError(
            config, f"is that of the edge {known.edge} of the park {known.park}; the token was used up.",
            f"Make a new token for {answer.edge}, and give --dir a folder of its own.",
        )  # fmt: skip
    text = replaced(before, "", top)
    text = replaced(text, "uplink", uplink | ({} if up.ca_pem else {"ca_file": ""}))
    parse_settings(text.encode(), config)
    return text


def _lines(values: Mapping[str, str]) -> list[str]:
    # A JSON string is a TOML one, too.
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]


def replaced(text: str, section: str, values: Mapping[str, str]) -> str:
    """The TOML text with these keys of a section, "" for the top; an empty value removes the key."""
    lines, here, at = [], "", 0 if not section else None
    for line in text.splitlines():
        header = re.match(r"\s*\[\[?\s*([\w.]+)\s*\]", line)
        here = header[1] if header else here
        entry = re.match(r"\s*([\w-]+)\s*=", line)
        if here == section and entry and entry[1] in values:
            continue
        lines.append(line)
        if header and here == section:
            at = len(lines)
    if at is None:
        lines += ["", f"[{section}]"]
        at = len(lines)
    lines[at:at] = _lines(values)
    return "\n".join(lines) + "\n"


def _put(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
