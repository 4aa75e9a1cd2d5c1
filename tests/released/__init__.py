"""What has been released, frozen: every later version has to read it."""
