"""The stand-in for Slack and for mail, tried with the real slack_sdk and the real slack-bolt."""
