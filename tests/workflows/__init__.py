"""The workflow on a real Temporal server: its doors, its clockwork, its memory."""
