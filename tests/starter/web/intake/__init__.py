"""Tests of intake: from the start page to a lodged request."""
