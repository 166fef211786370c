"""What is wrong with a connection, in words: certificates first of all."""

import errno
import socket
import ssl
from collections.abc import Sequence

from parkcarbon_edge.words import Said

# X509_V_ERR_… of OpenSSL.
NOT_YET_VALID, EXPIRED = 9, 10
UNTRUSTED = (18, 19, 20, 21)
OTHER_NAME = (62, 64)


def context(ca_file: str | None) -> ssl.SSLContext:
    """Checks the server's certificate and its name, by the authorities in `ca_file` or the machine's."""
    return ssl.create_default_context(cafile=ca_file)


def unusable(error: Exception, files: Sequence[str | None]) -> Said:
    """A file of certificates, one of these, cannot be read; or that of a key."""
    named = ", ".join(file for file in files if file)
    if not named:
        text = f"{type(error).__name__}: {error}"
        return Said(text, "other", said=text)
    return Said(
        f"a certificate file cannot be used ({error}): {named}; give PEM files that the agent can read",
        "certificate_files",
        files=named,
        said=error,
    )


def why(error: OSError, host: str) -> str:
    """Why a connection to `host` failed, and what to do about it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error, host)
    if isinstance(error, ssl.SSLError | ConnectionResetError | BrokenPipeError):
        return Said(
            f"the connection broke off as it began; check that the port of {host} is one of TLS",
            "tls_broke_off",
            host=host,
        )
    if isinstance(error, socket.gaierror):
        return Said(
            f"there is no host {host}; check the name, and the machine's name servers",
            "host_unknown",
            host=host,
        )
    if isinstance(error, TimeoutError):
        return Said(
            f"{host} does not answer; check the address, and the firewalls between", "host_silent", host=host
        )
    if error.errno == errno.ECONNREFUSED:
        return Said(
            f"{host} refuses the connection; check the port, and that the server runs",
            "host_refuses",
            host=host,
        )
    return Said(f"cannot be reached: {error.strerror or error}", "not_reached", said=error.strerror or error)


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> str:
    if error.verify_code == EXPIRED:
        return Said(
            f"the certificate of {host} has expired; renew it there, and check this machine's clock",
            "tls_expired",
            host=host,
        )
    if error.verify_code == NOT_YET_VALID:
        return Said(
            f"the certificate of {host} is not valid yet; check this machine's clock",
            "tls_not_yet_valid",
            host=host,
        )
    if error.verify_code in OTHER_NAME:
        return Said(
            f"the certificate is not for {host}; use a name that it lists, or have {host} put into it",
            "tls_other_name",
            host=host,
        )
    if error.verify_code in UNTRUSTED:
        return Said(
            f"the certificate of {host} is not of an authority that is trusted here; give the one that is",
            "tls_untrusted",
            host=host,
        )
    return Said(
        f"the certificate of {host} is refused: {error.verify_message}",
        "tls_refused",
        host=host,
        said=error.verify_message,
    )
