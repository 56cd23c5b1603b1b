"""Bring up the loopback device, then become a command: what an empty network namespace lacks.

unshare --net python setup/loopback.py COMMAND...
"""

import fcntl
import os
import socket
import struct
import sys

SET_FLAGS = 0x8914  # SIOCSIFFLAGS of Linux
UP = 1  # IFF_UP


def main() -> None:
    """Bring it up, and become the command."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", b"lo", UP))
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command is the caller's


if __name__ == "__main__":
    main()
