"""Tests of the cards in Slack, and of how they are delivered."""
