"""What the policies say, tested as data: the form, the calendar, the schemes."""
