"""Recorded histories of the stories, and how they are recorded."""
