"""Who the server is, who the edge is, and what both agree on, before anything secret is said."""

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from asyncua import Client, ua
from asyncua.crypto import security_policies as library
from asyncua.crypto.uacrypto import CertProperties
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from parkcarbon_edge.connectors import opcua_pki as pki
from parkcarbon_edge.errors import (
    CertificateRefusedError,
    CertificateTimeError,
    CertificateUntrustedError,
    CertificateUriError,
    CertificateWeakError,
    ClearPasswordError,
    EndpointMissingError,
    KeyFileError,
    OwnCertificateRefusedError,
    UserRefusedError,
)
from parkcarbon_edge.settings import OpcuaSettings
from parkcarbon_edge.words import Said

POLICIES: dict[str, type[Any]] = {
    "Basic256Sha256": library.SecurityPolicyBasic256Sha256,
    "Aes128Sha256RsaOaep": library.SecurityPolicyAes128Sha256RsaOaep,
    "Aes256Sha256RsaPss": library.SecurityPolicyAes256Sha256RsaPss,
}
NO_POLICY = str(library.SecurityPolicyNone.URI)
SOON = timedelta(days=30)
MIN_KEY_BITS = 2048
DATE = "%Y-%m-%d"
USERS = {
    ua.UserTokenType.Anonymous: "anonymous",
    ua.UserTokenType.UserName: "username",
    ua.UserTokenType.Certificate: "certificate",
    ua.UserTokenType.IssuedToken: "token",
}
OWN_REFUSED = (
    "BadSecurityChecksFailed", "BadCertificateUntrusted", "BadCertificateInvalid",
    "BadCertificateTimeInvalid",
    "BadCertificateUriInvalid", "BadCertificateUseNotAllowed", "BadCertificateHostNameInvalid",
    "BadCertificateChainIncomplete", "BadCertificatePolicyCheckFailed", "BadCertificateRevoked",
)  # fmt: skip
USER_REFUSED = {
    "BadUserAccessDenied": "Check username and password_file, or the user's rights on the server.",
    "BadIdentityTokenRejected": "Check username and password_file, or have user_certificate_file trusted.",
    "BadIdentityTokenInvalid": "Check username and password_file, or user_certificate_file.",
    "BadUserSignatureInvalid": "Check that user_private_key_file belongs to user_certificate_file.",
}


class Offer(NamedTuple):
    """The endpoint that was chosen, with the certificate that the server must now prove to hold."""

    endpoint: ua.EndpointDescription
    certificate: x509.Certificate | None


def policy_name(uri: str | None) -> str:
    """The name of a policy's URI, as the configuration writes it."""
    if not uri or uri == NO_POLICY:
        return "none"
    known = {str(policy.URI): name for name, policy in POLICIES.items()}
    return known.get(uri, uri.rpartition("#")[2].replace("_", ""))


def mode_name(mode: ua.MessageSecurityMode) -> str:
    """`None`, `Sign` or `SignAndEncrypt`."""
    return str(mode.name).rstrip("_")


def offered(endpoint: ua.EndpointDescription) -> str:
    """An endpoint's security in words."""
    policy = policy_name(endpoint.SecurityPolicyUri)
    return policy if policy == "none" else f"{policy} {mode_name(endpoint.SecurityMode)}"


def certificate_of(data: bytes | None) -> x509.Certificate | None:
    """The first certificate of what a server sent, or None where it is none."""
    if not data:
        return None
    try:
        return x509.load_der_x509_certificate(data[: int.from_bytes(data[2:4]) + 4])
    except ValueError:
        return None


def choose(settings: OpcuaSettings, endpoints: Sequence[ua.EndpointDescription]) -> Offer:
    """The endpoint with the security that is asked for; raises `EndpointMissingError`."""
    usable = [e for e in endpoints if str(e.EndpointUrl).startswith("opc.tcp:")]
    secure = settings.security != "none"
    wanted = f"{settings.security} {settings.security_mode}" if secure else "none"
    for endpoint in usable:
        if offered(endpoint) == wanted:
            return Offer(endpoint, certificate_of(endpoint.ServerCertificate))
    raise EndpointMissingError(settings.endpoint, wanted, sorted({offered(e) for e in usable}))


def check_server(settings: OpcuaSettings, certificate: x509.Certificate | None, uri: str) -> None:
    """Raise unless the certificate may be trusted as that of the application `uri`."""
    if certificate is None:
        raise CertificateRefusedError(
            settings.endpoint, "", "is missing or unreadable", "Make the server a certificate of its own."
        )
    shown = pki.fingerprint(certificate)
    if settings.server_certificate_file:
        if certificate != pki.load_certificate(Path(settings.server_certificate_file)):
            raise CertificateUntrustedError(
                settings.endpoint,
                shown,
                f"{pki.subject(certificate)}, and not that of server_certificate_file",
            )
        return
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not start <= datetime.now(UTC) <= end:
        raise CertificateTimeError(settings.endpoint, shown, f"{start:{DATE}}", f"{end:{DATE}}")
    if uri not in pki.uris(certificate):
        raise CertificateUriError(settings.endpoint, shown, uri, ", ".join(pki.uris(certificate)))
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < MIN_KEY_BITS:
        kind = f"RSA {key.key_size} bits" if isinstance(key, rsa.RSAPublicKey) else type(key).__name__
        raise CertificateWeakError(settings.endpoint, shown, kind)
    if shown in settings.trusted:
        return
    store = pki.TrustStore(folder_of(settings))
    if not store.trusts(certificate):
        store.reject(certificate)
        raise CertificateUntrustedError(settings.endpoint, shown, pki.subject(certificate))


def warnings_about(settings: OpcuaSettings, certificate: x509.Certificate) -> list[str]:
    """What is not wrong yet, or not dangerous."""
    found: list[str] = []
    left = certificate.not_valid_after_utc - datetime.now(UTC)
    if left < SOON:
        until = f"{certificate.not_valid_after_utc:{DATE}}"
        text = f"the server's certificate expires on {until}: renew it there"
        found.append(Said(text, "certificate_expires", until=until))
    host = urlsplit(settings.endpoint).hostname or ""
    if host not in [name.lower() for name in pki.hosts(certificate)] and not _is_loopback(host):
        text = f"the server's certificate does not name the host {host}"
        found.append(Said(text, "certificate_host", host=host))
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def identities(settings: OpcuaSettings) -> list[pki.Identity]:
    """The certificates to show to the server, the first before the next; reads and writes files."""
    if settings.certificate_file and settings.private_key_file:
        return [pki.given_identity(Path(settings.certificate_file), Path(settings.private_key_file))]
    return pki.own_identities(folder_of(settings), settings.application_uri)


def folder_of(settings: OpcuaSettings) -> Path:
    """Where certificates are; raises `KeyFileError` rather than use whatever folder is the current one."""
    if not settings.pki_folder:
        raise KeyFileError(Path("pki_folder"), "is not set", "Name a folder of the edge's own.")
    return Path(settings.pki_folder)


class GuardedClient(Client):
    """The library's client, which refuses to give a password away.

    Checked where the token is made: what the server offered before the session may have been another's word.
    """

    settings: OpcuaSettings
    identity: pki.Identity | None = None

    async def open_secure_channel(self, renew: bool = False) -> None:
        """Open the channel; a server that does not know the edge answers with a fault, or just hangs up."""
        try:
            await super().open_secure_channel(renew)
        except (AssertionError, ConnectionError, ua.UaError) as error:
            # The library asserts that the answer is no fault (asyncua 2.1, `ua_client.open_secure_channel`).
            if self.identity is None or renew:
                raise
            known = isinstance(error, ua.UaStatusCodeError)
            reason = type(error).__name__ if known else "it ends the secure channel"
            raise own_refused(self.settings, self.identity, reason) from error

    def server_policy(self, token_type: ua.UserTokenType) -> ua.UserTokenPolicy:
        """The server's policy for this kind of log-in."""
        offers = [token.TokenType for token in self._policy_ids]
        if token_type not in offers:
            words = ", ".join(sorted({USERS[offer] for offer in offers})) or "none"
            raise UserRefusedError(
                self.settings.endpoint, f"no log-in as {USERS[token_type]}",
                f"It offers: {words}. Set username and password_file or user_certificate_file accordingly.",
            )  # fmt: skip
        policy = super().server_policy(token_type)
        encrypted = self.security_policy.Mode == ua.MessageSecurityMode.SignAndEncrypt
        clear = not encrypted and policy_name(policy.SecurityPolicyUri) == "none"
        if clear and token_type == ua.UserTokenType.UserName and not self.settings.allow_clear_password:
            raise ClearPasswordError(self.settings.endpoint)
        return policy


async def secure(client: GuardedClient, offer: Offer, identity: pki.Identity) -> None:
    """Sign, and encrypt where asked, with this identity, to the holder of the server's certificate alone."""
    settings = client.settings
    client.identity = identity
    assert offer.certificate is not None
    client.application_uri = next(iter(pki.uris(identity.certificate)), settings.application_uri)
    der = serialization.Encoding.DER
    key = identity.key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    await client.set_security(
        POLICIES[settings.security],
        CertProperties(identity.certificate.public_bytes(der), "der"),
        CertProperties(key, "der"),
        server_certificate=CertProperties(offer.certificate.public_bytes(der), "der"),
        mode=ua.MessageSecurityMode[settings.security_mode],
    )


def log_in(client: GuardedClient, password: str | None) -> None:
    """As whom: nobody, a user with password, or the holder of a certificate."""
    settings = client.settings
    if settings.username is not None:
        client.set_user(settings.username)
        client.set_password(password or "")
    if settings.user_certificate_file and settings.user_private_key_file:
        person = pki.given_identity(
            Path(settings.user_certificate_file), Path(settings.user_private_key_file)
        )
        client.user_certificate, client.user_private_key = person.certificate, person.key


def refusal(settings: OpcuaSettings, error: BaseException, identity: pki.Identity | None) -> Exception | None:
    """The typed error for what a server said on connecting, or None where it was something else."""
    name = type(error).__name__
    if name in USER_REFUSED:
        return UserRefusedError(settings.endpoint, name, USER_REFUSED[name])
    if identity is not None and name in OWN_REFUSED:
        return own_refused(settings, identity, name)
    return None


def own_refused(settings: OpcuaSettings, identity: pki.Identity, reason: str) -> OwnCertificateRefusedError:
    """What to say where the server does not accept this identity."""
    return OwnCertificateRefusedError(
        settings.endpoint, reason, identity.file, pki.fingerprint(identity.certificate)
    )
