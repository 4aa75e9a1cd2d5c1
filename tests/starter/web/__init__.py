"""Tests of the web door, over a real house."""
