"""Tests of the agreements that are drawn up."""
