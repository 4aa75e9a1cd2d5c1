"""Tests of the requester pages."""
