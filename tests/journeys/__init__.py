"""Whole stories through the desk, on a real server with real records."""
