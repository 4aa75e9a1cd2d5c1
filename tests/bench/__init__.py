"""The benchmark runs, and compares like with like."""
