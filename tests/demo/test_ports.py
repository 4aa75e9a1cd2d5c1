"""Ports that are given out are free, different, and out of the way of connections that are being made."""

import socket
from pathlib import Path

from demo.ports import FIRST, LAST, free_port


def test_ports_are_free_different_and_below_those_that_connections_take() -> None:
    ports = [free_port() for _ in range(20)]
    assert len(set(ports)) == 20
    for port in ports:
        assert FIRST <= port < LAST
        socket.create_server(("127.0.0.1", port)).close()
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert lowest >= LAST


def test_a_port_that_somebody_has_is_passed_over() -> None:
    taken = free_port()
    following = FIRST + (taken + 1 - FIRST) % (LAST - FIRST)
    with socket.create_server(("127.0.0.1", following)):
        assert free_port() != following
