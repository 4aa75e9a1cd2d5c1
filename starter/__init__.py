"""The doors in: each proves who speaks, builds a message, and hands it to the desk. None decides."""
