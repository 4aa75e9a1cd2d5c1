"""Everything under one roof: the Temporal server, the worker and the doors, kept running until they are stopped.

part      what one process is        lock      one roof at a time, and nothing left from an earlier one
child     one process, running       server    the Temporal dev server, and what it must be told
keeping   all of them, in order
"""

from starter.supervisor.keeping import keep_up

__all__ = ["keep_up"]
