"""The runbook, tried: each entry's trouble is made on real servers, and mended with the commands that it names."""
