"""`parkcarbon-edge discover | trust | browse | test`: looks at sources, and says whom the edge may trust."""

import argparse
import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parkcarbon_edge import survey
from parkcarbon_edge.cli.output import print_table, time_text
from parkcarbon_edge.errors import MissingExtraError, NoSuchConnectorError, UnknownFingerprintError
from parkcarbon_edge.settings import OpcuaSettings, Settings, load_settings, read_password

if TYPE_CHECKING:
    from parkcarbon_edge.connectors.opcua_pki import Entry, TrustStore

Command = Callable[[argparse.Namespace], int]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The parsers of this module's commands; each sets `explore`."""
    discover = _command(
        commands, "discover", "show what an OPC UA server offers, before any log-in", _discover
    )
    discover.add_argument("url", metavar="URL", help="opc.tcp://host:port")
    discover.add_argument("--config", type=Path, metavar="FILE", help="say whose certificates are trusted")
    trust = _command(commands, "trust", "list servers' certificates, or trust one of them", _trust)
    trust.add_argument("fingerprint", nargs="?", metavar="FINGERPRINT", help="SHA-256, or its beginning")
    trust.add_argument("--config", type=Path, required=True, metavar="FILE")
    trust.add_argument("--withdraw", action="store_true", help="trust it no longer")
    browse = _command(
        commands, "browse", "show one level of a server's tree, or what was looked for", _browse
    )
    browse.add_argument("--config", type=Path, required=True, metavar="FILE")
    browse.add_argument("--connector", metavar="NAME", help="which one, where there are several")
    browse.add_argument("--node", default="i=85", metavar="NODE", help="where to begin (Objects)")
    browse.add_argument("--search", metavar="WORDS", help="nodes below it by name")
    browse.add_argument("--counters", action="store_true", help="nodes below it that are probably counters")
    browse.add_argument("--watch", type=float, default=6.0, metavar="SECONDS", help="how long to watch those")
    browse.add_argument("--offset", type=int, default=0, metavar="N", help="children to pass over")
    browse.add_argument("--limit", type=int, default=100, metavar="N", help="at most so many")
    test = _command(commands, "test", "read each configured point and say what is odd about it", _test)
    test.add_argument("--config", type=Path, required=True, metavar="FILE")
    test.add_argument("--connector", metavar="NAME", help="this one only")


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str, function: Command
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text)
    parser.add_argument("--verbose", action="store_true", help="log everything")
    parser.add_argument("--json", action="store_true", help="machine-readable output")
    parser.set_defaults(explore=_with_library(function))
    return parser


def _with_library(function: Command) -> Command:
    def run(options: argparse.Namespace) -> int:
        try:
            return function(options)
        except ModuleNotFoundError as error:
            raise MissingExtraError("opcua") from error

    return run


def _discover(options: argparse.Namespace) -> int:
    from parkcarbon_edge.connectors.opcua_discovery import discover

    folder = _folders(load_settings(options.config))[0] if options.config else ""
    found = _answer(discover(options.url, folder), options.url)
    if options.json:
        print(survey.text_of(found))
        return 0
    print(f"{found.name}  {found.application_uri}")
    print_table(
        ("SECURITY", "MODE", "LOG-IN", "CERTIFICATE (SHA-256)", "VALID UNTIL", "TRUST", "IN WORDS"),
        [
            (e.security, e.security_mode, ", ".join(e.log_ins), e.fingerprint, time_text(e.valid_until_ms),
             e.trust, e.words)
            for e in found.endpoints
        ],
    )  # fmt: skip
    return 0


def _trust(options: argparse.Namespace) -> int:
    from parkcarbon_edge.connectors.opcua_pki import TrustStore, subject

    stores = [TrustStore(Path(folder)) for folder in _folders(load_settings(options.config))]
    if options.fingerprint:
        entries = _judge(stores, options.fingerprint, options.withdraw)
    else:
        entries = [entry for store in stores for entry in store.entries()]
    names = ("state", "fingerprint", "valid_until", "subject")
    rows = [
        ("trusted" if e.trusted else "rejected", e.fingerprint,
         f"{e.certificate.not_valid_after_utc:%Y-%m-%d}", subject(e.certificate))
        for e in entries
    ]  # fmt: skip
    if options.json:
        print(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False))
    else:
        print_table(("STATE", "CERTIFICATE (SHA-256)", "VALID UNTIL", "SUBJECT"), rows)
    return 0


def _judge(stores: "list[TrustStore]", fingerprint: str, withdraw: bool) -> "list[Entry]":
    """Trust, or no longer, the certificate in whichever stores have it."""
    entries, problems = [], []
    for store in stores:
        try:
            entries.append(store.withdraw(fingerprint) if withdraw else store.trust(fingerprint))
        except UnknownFingerprintError as error:
            problems.append(error)
    if not entries:
        raise problems[0]
    return entries


def _folders(settings: Settings) -> list[str]:
    """The trust stores of the configuration's OPC UA connectors, each once."""
    return list(dict.fromkeys(c.pki_folder for c in _opcua(settings)))


def _opcua(settings: Settings, name: str | None = None) -> list[OpcuaSettings]:
    found = [c for c in settings.connector if isinstance(c, OpcuaSettings) and name in (None, c.name)]
    if not found:
        raise NoSuchConnectorError("opcua", name)
    return found


def _browse(options: argparse.Namespace) -> int:
    from parkcarbon_edge.connectors import opcua_browse as look
    from parkcarbon_edge.connectors.opcua_session import open_session

    connector = _opcua(load_settings(options.config), options.connector)[0]
    password = read_password(connector.password_file)

    async def ask() -> survey.Level | survey.Found | list[survey.Suggestion]:
        async with open_session(connector, password) as session:
            if options.search:
                return await look.search(session, options.search, options.node, limit=options.limit)
            if options.counters:
                return await look.suggest(session, options.node, watch_s=options.watch, limit=options.limit)
            return await look.browse(session, options.node, offset=options.offset, limit=options.limit)

    found = _answer(ask(), connector.endpoint)
    if options.json:
        print(survey.text_of(found))
    else:
        _print_found(found)
    return 0


def _print_found(found: survey.Level | survey.Found | list[survey.Suggestion]) -> None:
    if isinstance(found, list):
        print_table(
            ("SCORE", "QUANTITY", "NODE", "PATH", "VALUE", "WHY"),
            [
                (s.score, s.quantity, s.node.node, " / ".join(s.node.path), _value(s.node),
                 "; ".join(reason.text for reason in s.reasons))
                for s in found
            ],
        )  # fmt: skip
        return
    nodes = found.children if isinstance(found, survey.Level) else found.nodes
    print_table(
        ("KIND", "NAME", "NODE", "TYPE", "VALUE", "STATUS", "TIME", "HISTORY", "COUNTER"),
        [
            (n.kind + (" +" if n.has_children else ""),
             n.name if isinstance(found, survey.Level) else " / ".join(n.path), n.node, n.type, _value(n),
             n.status, time_text(n.source_ms) if n.status else None,
             "yes" if n.has_history else None, n.score)
            for n in nodes
        ],
    )  # fmt: skip
    if isinstance(found, survey.Level) and found.offset + len(nodes) < found.total:
        print(f"{found.total} in all; the next with --offset {found.offset + len(nodes)}")
    if isinstance(found, survey.Found) and not found.complete:
        print(f"stopped after {found.visited} nodes: use more words, or begin further down with --node")


def _value(node: survey.Node) -> str:
    shown = "" if node.value is None else str(node.value)
    return f"{shown} {node.unit.symbol}" if node.unit else shown


def _test(options: argparse.Namespace) -> int:
    from parkcarbon_edge.connectors.opcua_points import try_points

    rows: list[survey.PointTest] = []
    for connector in _opcua(load_settings(options.config), options.connector):
        rows += _answer(try_points(connector, read_password(connector.password_file)), connector.endpoint)
    if options.json:
        print(survey.text_of(rows))
    else:
        print_table(
            ("CONNECTOR", "POINT", "VALUE", "UNIT", "STATUS", "TIME", "PLAUSIBLE", "WHY NOT, AND NOTES"),
            [
                (r.connector, r.key, r.value, r.unit.symbol if r.unit else None, r.status,
                 time_text(r.source_ms), "yes" if r.plausible else "no",
                 "; ".join(reason.text for reason in r.reasons))
                for r in rows
            ],
        )  # fmt: skip
    return 0 if all(row.ok and row.plausible for row in rows) else 1


def _answer(question: Coroutine[Any, Any, Any], address: str) -> Any:  # noqa: ANN401
    from parkcarbon_edge.connectors.opcua_session import spoken

    with spoken(address):
        return asyncio.run(question)
