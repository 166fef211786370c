"""What an OPC UA server offers, before anybody logs in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from asyncua import ua
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from parkcarbon_edge.connectors import opcua_pki as pki
from parkcarbon_edge.connectors import opcua_security as security
from parkcarbon_edge.connectors.opcua_session import endpoints_of
from parkcarbon_edge.settings import OpcuaSettings
from parkcarbon_edge.survey import Certificate, Discovery, Endpoint

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WORDS = {
    "None": "neither signed nor encrypted: for a network of its own only",
    "Sign": "signed, readable for everybody in the network",
    "SignAndEncrypt": "signed and encrypted",
}
OUTDATED = "an outdated policy that this edge does not use"


async def discover(url: str, pki_folder: str = "", timeout_s: float = 10.0) -> Discovery:
    """The server's endpoints, the safest first, and which of their certificates this edge trusts."""
    found = await endpoints_of(
        OpcuaSettings(name="discover", endpoint=url, timeout_s=timeout_s, pki_folder=pki_folder)
    )
    known = (
        {e.fingerprint: e.trusted for e in pki.TrustStore(Path(pki_folder)).entries()} if pki_folder else {}
    )
    endpoints = sorted(found, key=lambda e: (-int(e.SecurityLevel), -int(e.SecurityMode.value)))
    server = found[0].Server if found else ua.ApplicationDescription()
    return Discovery(
        url=url, name=str(server.ApplicationName.Text or "") if server.ApplicationName else "",
        application_uri=str(server.ApplicationUri or ""),
        endpoints=[_endpoint(e, known) for e in endpoints],
    )  # fmt: skip


def own_certificate(settings: OpcuaSettings) -> Certificate:
    """What the edge would show to the server; made where there is none yet."""
    own = security.identities(settings)[0].certificate
    return Certificate(
        fingerprint=pki.fingerprint(own), subject=pki.subject(own),
        application_uri=next(iter(pki.uris(own)), settings.application_uri), valid_until_ms=_until_ms(own),
        pem=own.public_bytes(Encoding.PEM).decode(),
    )  # fmt: skip


def _until_ms(certificate: x509.Certificate) -> int:
    return (certificate.not_valid_after_utc - EPOCH) // timedelta(milliseconds=1)


def _endpoint(found: ua.EndpointDescription, known: dict[str, bool]) -> Endpoint:
    policy, mode = security.policy_name(found.SecurityPolicyUri), security.mode_name(found.SecurityMode)
    supported = policy == "none" or policy in security.POLICIES
    certificate = security.certificate_of(found.ServerCertificate)
    words = WORDS.get(mode, mode)
    return Endpoint(
        url=str(found.EndpointUrl), security=policy, security_mode=mode,
        words=words if supported else f"{words}; {OUTDATED}",
        supported=supported and str(found.EndpointUrl).startswith("opc.tcp:"),
        log_ins=_log_ins(found.UserIdentityTokens or []),
        fingerprint=pki.fingerprint(certificate) if certificate else None,
        subject=pki.subject(certificate) if certificate else None,
        valid_until_ms=_until_ms(certificate) if certificate else None,
        trust=_trust(certificate, known),
    )  # fmt: skip


def _log_ins(tokens: Sequence[ua.UserTokenPolicy]) -> list[str]:
    return sorted({security.USERS[token.TokenType] for token in tokens})


def _trust(
    certificate: x509.Certificate | None, known: dict[str, bool]
) -> Literal["trusted", "waiting", "unknown", "none"]:
    if certificate is None:
        return "none"
    trusted = known.get(pki.fingerprint(certificate))
    if trusted is None:
        return "unknown"
    return "trusted" if trusted else "waiting"
