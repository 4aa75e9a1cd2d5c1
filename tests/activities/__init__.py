"""The activities, with fakes behind their ports."""
