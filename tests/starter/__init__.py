"""Tests of the doors: the command line, what starts it all, and the pages made from the schemes."""
