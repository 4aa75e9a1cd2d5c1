"""Tests of settings and of what is wired from them."""
