"""Where this server may call at somebody's wish: never into its own network.

A URL from a person's hands may name, or resolve to, an address only this server can reach (the metadata service of a
cloud, the database, a printer). So every address a name resolves to is looked at, and the one that was looked at is
the one connected to: a second look-up could be answered differently.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_PORTS = {"http": 80, "https": 443}
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the IPv4 address stands in the last 32 bits


class ForbiddenAddress(Exception):
    """The URL is none we call; the text says why and names no address of ours."""


class UnknownHost(Exception):
    """The name does not resolve now."""


@dataclass(frozen=True, slots=True)
class Destination:
    """`address` is connected to; `host` is what the certificate must name; `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str
    address: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Networks as a setting names them (`10.0.0.0/8`). Raises ValueError."""
    return tuple(ip_network(text) for text in texts)


def locate(url: str, allowed: Sequence[Network] | None) -> Destination:
    """The one address to connect to for a URL.

    `allowed` are private networks that may be called besides the public ones; None lets every address pass and is for
    URLs of the settings alone. Raises ForbiddenAddress, or UnknownHost when the name does not resolve.
    """
    parts, port = _split(url)
    host = parts.hostname or ""
    addresses = _resolve(host, port)
    if allowed is not None and not all(_may_call(ip_address(address), allowed) for address in addresses):
        raise ForbiddenAddress("the host has a private address")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme, host, port, target, addresses[0])


def _split(url: str) -> tuple[SplitResult, int]:
    if not url.isascii() or any(char <= " " or char == "\x7f" for char in url):
        raise ForbiddenAddress("not a URL")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ForbiddenAddress("not a URL") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ForbiddenAddress("neither http nor https")
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddress("a URL with credentials")
    return parts, port if port is not None else _PORTS[parts.scheme]


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHost(host) from error
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _may_call(address: Address, allowed: Sequence[Network]) -> bool:
    meant = _meant(address)
    if any(meant in network for network in allowed if network.version == meant.version):
        return True
    return meant.is_global and not meant.is_multicast


def _meant(address: Address) -> Address:
    """The IPv4 address behind an IPv6 form of it."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
