"""The Slack door: clicks, forms, App Home, a command and shortcuts, over HTTP or Socket Mode.

identity   who somebody is: our team, the directory, and what Slack says of the account today
inputs     a blank as an input of a form, and what was typed as filled blanks
views      the forms, and the pages that answer
speaking   a submitted form becomes a word at the desk, answered within Slack's three seconds
home       App Home: what waits for somebody, and what they did lately
telling    a sentence in somebody's direct message; aside: what is done beside an answer
chatting   what people type to the app is not heard
finding    the command and the shortcuts: find a request, pass one on
app        the handlers; serving: HTTP or Socket Mode
"""
