"""Mail by the server of the settings, never in clear text over a network."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from parkcarbon_platform.errors import InvalidError, UnavailableError
from parkcarbon_platform.services.alerting.webhook import TellingError
from parkcarbon_platform.settings import Settings, is_loopback

TIMEOUT_S = 20.0


class MailUnsetError(UnavailableError):
    """The platform has no server for mail."""

    code = "mail_unset"
    remedy = "Have whoever runs the platform set PARKCARBON_SMTP_URL and PARKCARBON_SMTP_FROM."


class MailDomainError(InvalidError):
    """The platform does not write to this domain: whoever enters an address may not be who reads there."""

    code = "mail_domain"
    remedy = (
        "Give an address of a domain that whoever runs the platform has allowed (PARKCARBON_MAIL_DOMAINS; "
        "without it that of the sender)."
    )


def check(to: str, settings: Settings) -> None:
    """Refuse an address whose domain is not allowed; without a server for mail nothing is sent to any."""
    if not settings.smtp_url:
        return
    given = settings.mail_domains or settings.smtp_from.rpartition("@")[2].strip(" >")
    domain = to.rpartition("@")[2].lower()
    if domain not in {text.strip().lower() for text in given.split(",")}:
        raise MailDomainError(f"No mail of alerts is sent to {domain}.", field="address")


def send(to: str, subject: str, text: str, settings: Settings) -> str:
    """Send a letter; what the server said. Raises TellingError."""
    if not settings.smtp_url:
        raise MailUnsetError("No server for mail is set.")
    check(to, settings)
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = settings.smtp_from, to, subject
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    parts = urlsplit(settings.smtp_url)
    host = parts.hostname or ""
    try:
        with _line(parts.scheme, host, parts.port) as line:
            if parts.scheme == "smtp" and not is_loopback(host):
                line.starttls(context=ssl.create_default_context())
            if parts.username:
                line.login(unquote(parts.username), unquote(parts.password or ""))
            line.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        # The server's words may repeat what was sent; its code says enough.
        code = getattr(error, "smtp_code", "")
        raise TellingError(f"{host} did not take the mail: {type(error).__name__} {code}".strip()) from error
    return f"taken by {host}"


def _line(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_S, context=context)
    return smtplib.SMTP(host, port or 587, timeout=TIMEOUT_S)
