"""What the published policies say, as data: forms, gates, panels, ladders, allowances. No clock, no I/O."""
