"""Tests of the Slack door: people press buttons in the stand-in, and the real app, desk and worker answer."""
