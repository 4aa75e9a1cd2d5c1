"""The stories of the demonstration."""
