"""What the Temporal UI says of each handler: what it is for, who may use it, and an example of what it takes."""

_SEALED = (
    'Example: {"said": {"reference": "…", "message": {"kind": "%s", …}, …}, "key_id": "…", "signature": "…"}. '
    "A desk makes that: use a page, Slack or the command line, not this form; what is not sealed is refused."
)

SAY = f"Say something, and hear at once what came of it. {_SEALED % 'screen'}"

SAID = f"The same as say, kept by the server while no worker answers. {_SEALED % 'screen'}"

IAO_DECISION = f"The decision of an Information Asset Owner, or of the ladder above. {_SEALED % 'decide'}"

ESCALATE = f"Hand the decision on an asset up the ladder. {_SEALED % 'escalate'}"

REMIND_NOW = (
    "For operators, without a seal: remind now whom the request waits for. Takes the key of a task, or nothing for "
    'all. Example: "reviews/legal". Once in four hours for a task.'
)

HOLD_REMINDERS = (
    "For operators, without a seal: let reminders wait for 1 to 5 working days; 0 lets them go on. Example: 3. "
    "Due dates stand, and reports of lateness and warnings go out nevertheless."
)

RETRY_DELIVERIES = (
    "For operators, without a seal: try at once every notice that waits for its next attempt. Takes nothing. "
    "Example: leave the input empty. Once in five minutes."
)
