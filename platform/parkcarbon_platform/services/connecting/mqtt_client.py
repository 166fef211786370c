"""The library's MQTT client, where it keeps to itself why it cannot connect."""

import logging
import socket
import ssl
from collections.abc import Callable
from urllib.parse import SplitResult, unquote

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties

log = logging.getLogger(__name__)
# Of a kind of packet; the library's own has no types.
properties: Callable[[int], Properties] = Properties
PORTS = {"mqtt": 1883, "mqtts": 8883}


class Client(paho.Client):
    """Says why it cannot connect, and closes the socket of a handshake that fails."""

    def _ssl_wrap_socket(self, tcp_sock: socket.socket) -> ssl.SSLSocket:
        assert self._ssl_context is not None
        wrapped = self._ssl_context.wrap_socket(
            tcp_sock, server_hostname=self._host, do_handshake_on_connect=False
        )
        try:
            wrapped.settimeout(self._connect_timeout)
            wrapped.do_handshake()
        except OSError:
            wrapped.close()
            raise
        return wrapped

    def reconnect(self) -> MQTTErrorCode:
        """See the library."""
        try:
            return super().reconnect()
        except OSError as error:
            log.warning("The broker at %s cannot be reached: %s", self._host, error)
            raise


def client(address: SplitResult, client_id: str, ca_file: str | None, *, manual_ack: bool = False) -> Client:
    """A client of MQTT v5 with the log-in of an address; `mqtts` checks certificate and host name."""
    made = Client(
        CallbackAPIVersion.VERSION2, client_id=client_id, protocol=paho.MQTTv5, manual_ack=manual_ack
    )
    if address.username:
        made.username_pw_set(unquote(address.username), unquote(address.password or ""))
    if address.scheme == "mqtts":
        made.tls_set_context(ssl.create_default_context(cafile=ca_file))
    return made
