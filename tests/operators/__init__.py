"""What operators do: compare the records with the server, mend what differs, back up and put back."""
