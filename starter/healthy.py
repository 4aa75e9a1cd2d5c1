"""Asks a process whether it is ready, for health checks of containers: `python -m starter.healthy HOST:PORT`."""

import http.client
import sys
from collections.abc import Sequence

PATIENCE = 8.0


def main(words: Sequence[str]) -> int:
    """0 where the process at that address is ready; 1, with what it says, where it is not."""
    if len(words) != 1:
        print("Name one address: python -m starter.healthy 127.0.0.1:8400", file=sys.stderr)
        return 2
    host, _, port = words[0].rpartition(":")
    try:
        connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
        connection.request("GET", "/health/ready")
        answer = connection.getresponse()
        said = answer.read(2000).decode(errors="replace")
    except (OSError, ValueError, http.client.HTTPException) as wrong:
        print(f"Nothing answers at {words[0]} ({type(wrong).__name__}).", file=sys.stderr)
        return 1
    print(said)
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
