"""Proofs of the core: one request, told in memory."""
