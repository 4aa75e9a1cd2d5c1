"""Attacks: somebody who reaches the Temporal server, and even runs a worker there, changes nothing that counts."""
