"""What operators do about Temporal: prepare a server, compare it with the records, mend what differs.

Beside the desk this alone knows the workflow. Nothing here speaks in anybody's name.
"""
