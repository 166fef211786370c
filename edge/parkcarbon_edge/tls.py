"""What is wrong with a connection, in words: certificates first of all."""

import errno
import socket
import ssl

# X509_V_ERR_… of OpenSSL.
NOT_YET_VALID, EXPIRED = 9, 10
UNTRUSTED = (18, 19, 20, 21)
OTHER_NAME = (62, 64)


def context(ca_file: str | None) -> ssl.SSLContext:
    """Checks the server's certificate and its name, by the authorities in `ca_file` or the machine's."""
    return ssl.create_default_context(cafile=ca_file)


def why(error: OSError, host: str) -> str:
    """Why a connection to `host` failed, and what to do about it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error, host)
    if isinstance(error, ssl.SSLError | ConnectionResetError | BrokenPipeError):
        return f"the connection broke off as it began; check that the port of {host} is one of TLS"
    if isinstance(error, socket.gaierror):
        return f"there is no host {host}; check the name, and the machine's name servers"
    if isinstance(error, TimeoutError):
        return f"{host} does not answer; check the address, and the firewalls between"
    if error.errno == errno.ECONNREFUSED:
        return f"{host} refuses the connection; check the port, and that the server runs"
    return f"cannot be reached: {error.strerror or error}"


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> str:
    if error.verify_code == EXPIRED:
        return f"the certificate of {host} has expired; renew it there, and check this machine's clock"
    if error.verify_code == NOT_YET_VALID:
        return f"the certificate of {host} is not valid yet; check this machine's clock"
    if error.verify_code in OTHER_NAME:
        return f"the certificate is not for {host}; use a name that it lists, or have {host} put into it"
    if error.verify_code in UNTRUSTED:
        return f"the certificate of {host} is not of an authority that is trusted here; give the one that is"
    return f"the certificate of {host} is refused: {error.verify_message}"
