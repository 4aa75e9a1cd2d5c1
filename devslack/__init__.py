"""A stand-in for Slack and for mail that needs nothing, for one machine: a newcomer's, or a test's.

It speaks Slack's Web API to the real slack_sdk, shows messages, modals and App Home as plain pages, sends what people
press as signed requests to the app, catches mail and writes mail to the service. It knows nothing of the project:
who is there is handed in as values. It binds the loopback address alone and refuses real tokens.

    config = Config(people=(Member("U0ASHA", "Asha Patel", "asha@example.test"),), folder=Path("state"),
                    app_url="http://127.0.0.1:8404/slack/events", port=8405, smtp_port=8025)
    await serve(config)                               # until cancelled; or: python -m devslack config.json

In tests (a port of 0 takes a free one; `there.config` has the real ones):

    async with running(config) as there:
        client = AsyncWebClient(token=config.bot_token, base_url=there.api_url)
        clicked = await there.hands.click("U0ASHA", channel, ts, "review.approve")
        view = await there.hands.opened(clicked)                     # waits for views.open with the click's trigger
        outcome = await there.hands.submit("U0ASHA", view["id"], {"reason": "Fine by me"})
        outcome.errors == {"reason": "…"}                            # response_action: errors, by block_id
        await there.store.until(lambda: not there.store.message(channel, ts)["blocks"])

`Hands(config, store)` does what a person does; every method gives an `Outcome`:

    click(user, channel, ts, action_id, *, block_id=None, selected=None, delivery=Delivery())
    press(user, view_id, action_id, *, block_id=None, selected=None, values=None, delivery=…)     in a modal or home
    submit(user, view_id, values, *, delivery=…)      values: block_id -> text, value of an option, list of them, None
    close(user, view_id, *, everything=False)         open_home(user)              shortcut(user, callback_id)
    command(user, "/name", text="")                   type_message(user, text, thread_ts=None)
    suggestions(user, view_id, action_id, typed)      url_verification()           send_again(outcome)
    opened(outcome) -> the view opened by it          home(user) -> the view published for them
    type_in(user, view_id, values): fills in without sending; not a coroutine

`Hands(config, store, patience=3.0)` waits that many seconds for the app's answer; `await hands.rest()` when done.

`Outcome`: `status` (HTTP status of the app's answer, 0 where none came in 3 s or nothing was sent), `answer` (its
body), `errors` (sentence by block_id), `view` (now on top for that user, or None), `trouble` (what Slack would show,
or ""), `trigger_id`, `sent` (headers and body, for `send_again`). `Delivery(timestamp=, secret=, body=, signed=)`
forges; `Delivery(unchecked=True)` skips what Slack's own form would have refused.

`store.faults` disturbs the next calls of a Web API method: `fail(method, status=500, times=1)`,
`limit(method, retry_after=1, times=1)`, `lose_answer(method, times=1)`, `hang(method, times=1)`; `clear()` ends it.

`devslack.validity` says what Slack would refuse: `wrong(blocks, surface)`, `wrong_view(view)` and
`wrong_message(payload)` each give a list of sentences that name the place, empty where all is well.

Caught mail: `store.mails(recipient=None)`; mail to the service lies in the Maildir `config.folder / "mail-in"`.
"""

from devslack.config import Config, Member, Refuses
from devslack.faults import Faults
from devslack.hands import Delivery, Hands, Outcome
from devslack.serving import Running, running, serve
from devslack.store import Store

__all__ = [
    "Config",
    "Delivery",
    "Faults",
    "Hands",
    "Member",
    "Outcome",
    "Refuses",
    "Running",
    "Store",
    "running",
    "serve",
]
