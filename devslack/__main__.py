"""Runs the stand-in from a configuration in a JSON file: `python -m devslack config.json`."""

import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

from devslack.config import Config, Refuses, read
from devslack.serving import running


async def _run(config: Config) -> None:
    told = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Not every platform has signal handlers in its event loop; there, Ctrl-C ends the program as it always does.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(name, told.set)
    async with running(config) as there:
        print(f"Slack and mail: {there.config.url} (SMTP on port {there.config.smtp_port})", flush=True)
        await told.wait()


def main() -> int:
    """Run until interrupted."""
    if len(sys.argv) != 2:
        print("usage: python -m devslack CONFIG.json", file=sys.stderr)
        return 2
    try:
        asyncio.run(_run(read(Path(sys.argv[1]))))
    except Refuses as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
