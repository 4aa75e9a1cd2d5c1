"""The production shape: what the compose file, the Dockerfile and the processes promise each other."""
