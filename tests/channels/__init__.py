"""The channels, each against what it writes to."""
