"""Settings, not logic: what differs between one installation and the next, read once, at the edge."""
