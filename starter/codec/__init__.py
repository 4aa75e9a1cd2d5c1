"""The codec server: decodes what is encrypted in Temporal's history for staff who look at it in the Temporal UI.

app       its addresses, who may ask from where, and the log of every reading
readers   who is asking: staff by a token of their identity provider; whoever sits at a machine of one's own
serving   the server as a process
"""
