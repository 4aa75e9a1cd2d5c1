"""What is left of a request when everything around it fails: processes, databases, channels, servers, strangers."""
