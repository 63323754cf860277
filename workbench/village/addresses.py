"""The addresses by which others in the room reach this machine; nothing is sent to find them."""

import ipaddress
import socket
import struct
from collections.abc import Iterable, Iterator

#: Nobody answers there and nobody is asked: the system only says which of its own addresses it would use.
_FAR = ("192.0.2.1", "10.255.255.254", "172.31.255.254", "192.168.255.254")
#: Names of interfaces behind which nobody of the room is: other systems on this machine.
_INSIDE = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet")
_ADDRESS_OF_INTERFACE = 0x8915  # SIOCGIFADDR of Linux


def lan_addresses() -> tuple[str, ...]:
    """Return the IPv4 addresses of this machine on its networks, the likeliest first; none where there is no network.

    Those the system would send from come first, then those of the other interfaces. Addresses a machine gave itself,
    because nobody gave it one, come last.
    """
    return in_order([*_sending(), *_of_interfaces(), *_of_own_name()])


def in_order(found: Iterable[str]) -> tuple[str, ...]:
    """Return each address once: first those somebody gave the machine; the machine itself and nowhere are left out."""
    each = dict.fromkeys(found)
    usable = [ip for ip in map(ipaddress.IPv4Address, each) if not (ip.is_loopback or ip.is_unspecified)]
    return tuple(str(ip) for ip in sorted(usable, key=lambda ip: ip.is_link_local))


def _sending() -> Iterator[str]:
    for far in _FAR:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((far, 9))
            except OSError:
                continue
            yield str(probe.getsockname()[0])


def _of_interfaces() -> Iterator[str]:
    try:
        import fcntl  # noqa: PLC0415 - Windows has none; there the two other ways must do
    except ImportError:
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            if name.startswith(_INSIDE):
                continue
            try:
                answer = fcntl.ioctl(probe, _ADDRESS_OF_INTERFACE, struct.pack("256s", name.encode()[:15]))
            except OSError:  # it has no address, or this system asks otherwise
                continue
            yield socket.inet_ntoa(answer[20:24])


def _of_own_name() -> Iterator[str]:
    try:
        yield from socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return
