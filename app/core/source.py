"""Where a request comes from: the peer's address, or what proxies in front of us say when a setting trusts them."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request

HOUSEHOLD_OF_V6 = 64
"""Whoever has one IPv6 address has 2^64 of them (RFC 4291): the network is one source."""


def source_of_request() -> str:
    """The address to count by, as text; of IPv6 the network.

    ``X-Forwarded-For`` is read only behind as many proxies as `trusted_proxies` says, counted from the right: what
    stands further left was written by the visitor.  When it is shorter than that, the peer itself is the source.
    """
    peer = request.remote_addr or ""
    proxies: int = current_app.config["TRUSTED_PROXIES"]
    if not proxies:
        return network_of(peer)
    told = [one.strip() for one in ",".join(request.headers.getlist("X-Forwarded-For")).split(",")]
    return network_of(told[-proxies]) if len(told) >= proxies and told[-proxies] else network_of(peer)


def network_of(address: str) -> str:
    """``203.0.113.9`` stays; ``2001:db8::1`` becomes its /64; a v4 address in v6 clothes is the v4 one.

    What is no address at all is one source, whatever it says.
    """
    try:
        found = ip_address(_without_port(address.strip()).partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, HOUSEHOLD_OF_V6), strict=False))


def _without_port(address: str) -> str:
    """``203.0.113.9:51234`` and ``[2001:db8::1]:443``, as some proxies write them, are the address alone."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
