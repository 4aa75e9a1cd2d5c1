"""What happens to one request. Pure: no clock, no chance, no input or output; time comes in as `at`.

messages   what people may say             request   the state, and the fold of facts into it
spoken     the signed envelope of speech   gates     which conditions are met, by whom
facts      what has happened               authority who may act, and who may not
steps/     whom each kind of step awaits, and what it hears
awaited    whom we wait for now            decide    a message -> facts, or Refused
alarms     what time alone does            notices   facts -> words to offices and people
describe   a request in Markdown           clarification  the loop with the requester
"""
