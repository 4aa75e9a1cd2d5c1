"""Who may do what: one table of every route, for everybody who may come to it.

The five columns are: nobody (not signed in), the requester whose request it is, another requester, an outside owner
of other data than are asked for, and staff in office. What may become of a visit: `open`, it is answered; `sign in`;
`hidden`, as if there were no such page; `refused`, with a sentence.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """What becomes of a visit, for each who may come."""

    nobody: str
    requester: str
    stranger: str
    outsider: str
    staff: str


PUBLIC = Row("open", "open", "open", "open", "open")
SIGNED_IN = Row("sign in", "open", "open", "open", "open")
OWN = Row("sign in", "open", "hidden", "hidden", "hidden")
OWN_OR_STAFF = Row("sign in", "open", "hidden", "hidden", "open")
OFFICE = Row("sign in", "refused", "refused", "open", "open")
CASE = Row("sign in", "refused", "refused", "hidden", "open")
STAFF = Row("sign in", "refused", "refused", "refused", "open")

MAY = {
    "GET /": PUBLIC,
    "GET /accessibility": PUBLIC,
    "GET /privacy": PUBLIC,
    "GET /cookies": PUBLIC,
    "GET /data": PUBLIC,
    "GET /versions": PUBLIC,
    "GET /api": PUBLIC,
    "GET /sign-in": PUBLIC,
    "POST /sign-in": PUBLIC,
    "POST /sign-out": PUBLIC,
    "GET /link/{token}": PUBLIC,
    "POST /link/{token}": PUBLIC,
    "GET /register": PUBLIC,
    "GET /register/changes": PUBLIC,
    "GET /register.csv": PUBLIC,
    "GET /register.json": PUBLIC,
    "GET /register/hdr-uk.csv": PUBLIC,
    "GET /register/{reference}": PUBLIC,
    "GET /statistics": PUBLIC,
    "GET /statistics/{name}.svg": PUBLIC,
    "GET /statistics/{name}.csv": PUBLIC,
    "GET /apply": PUBLIC,
    "GET /apply/{scheme}": PUBLIC,
    "GET /apply/{scheme}/tables/{question}": PUBLIC,
    "GET /apply/{scheme}/eligibility": PUBLIC,
    "GET /apply/{scheme}/eligibility/{question}": PUBLIC,
    "POST /apply/{scheme}/eligibility/{question}": PUBLIC,
    "GET /apply/{scheme}/advice": PUBLIC,
    "GET /apply/{scheme}/elsewhere/{signpost}": PUBLIC,
    "POST /apply/{scheme}/elsewhere/{signpost}": PUBLIC,
    "GET /apply/{scheme}/gone/{signpost}": PUBLIC,
    "POST /apply/{scheme}/begin": SIGNED_IN,
    "GET /drafts/{key}": OWN,
    "GET /drafts/{key}/delete": OWN,
    "POST /drafts/{key}/delete": OWN,
    "GET /drafts/{key}/questions/{question}": OWN,
    "POST /drafts/{key}/questions/{question}": OWN,
    "GET /drafts/{key}/questions/{question}/rows/{place}": OWN,
    "POST /drafts/{key}/questions/{question}/rows/{place}": OWN,
    "POST /drafts/{key}/questions/{question}/rows/{place}/remove": OWN,
    "GET /drafts/{key}/questions/{question}/empty.csv": OWN,
    "POST /drafts/{key}/questions/{question}/table": OWN,
    "POST /drafts/{key}/questions/{question}/table/take": OWN,
    "GET /drafts/{key}/questions/{question}/variables": OWN,
    "POST /drafts/{key}/questions/{question}/variables": OWN,
    "GET /drafts/{key}/questions/{question}/workbooks/{table}": OWN,
    "GET /drafts/{key}/documents/{sha256}": OWN,
    "GET /drafts/{key}/colleagues": OWN,
    "POST /drafts/{key}/colleagues": OWN,
    "GET /drafts/{key}/check": OWN,
    "GET /drafts/{key}/declare": OWN,
    "POST /drafts/{key}/declare": OWN,
    "GET /requests": SIGNED_IN,
    "GET /requests/{reference}": OWN_OR_STAFF,
    "GET /requests/{reference}/received": OWN,
    "GET /requests/{reference}/copy.pdf": OWN,
    "GET /requests/{reference}/decision": OWN,
    "GET /requests/{reference}/agreement.{kind}": OWN,
    "POST /requests/{reference}/answer/{round}": OWN,
    "POST /requests/{reference}/revise": OWN,
    "GET /requests/{reference}/answering/{draft}": OWN,
    "POST /requests/{reference}/answering/{draft}": OWN,
    "GET /requests/{reference}/say/{choice}": OWN,
    "POST /requests/{reference}/say/{choice}": OWN,
    "GET /staff/sign-in": PUBLIC,
    "POST /staff/sign-in": PUBLIC,
    "GET /staff": OFFICE,
    "GET /staff/operating": STAFF,
    "GET /staff/requests": STAFF,
    "GET /staff/requests/{reference}": CASE,
    "GET /staff/requests/{reference}/answers": CASE,
    "GET /staff/requests/{reference}/history": STAFF,
    "GET /staff/requests/{reference}/documents/{sha256}": CASE,
    "GET /staff/requests/{reference}/tasks/{task:path}": CASE,
    "GET /staff/requests/{reference}/conflict": CASE,
    "POST /staff/requests/{reference}/conflict": CASE,
    # Who may say it, the core judges; whoever may not has everything typed before them again, and the reason.
    "POST /staff/requests/{reference}/say/{task:path}": CASE,
    "POST /staff/requests/{reference}/assign/{task:path}": CASE,
}
"""Routes whose answer to staff does not depend on which office they hold."""

ONE_OFFICE = {
    "GET /staff/requests/{reference}/say/{task:path}": CASE,
    "GET /staff/requests/{reference}/assign/{task:path}": CASE,
}
"""Routes of a task: open to holders of its office; other staff are told whose it is."""

ELSEWHERE = {
    "GET /staff/sign-in/provider": "only where an identity provider is set: tests/starter/web/staff",
    "GET /staff/sign-in/return": "only where an identity provider is set: tests/starter/web/staff",
}
"""Routes that are there under other settings only, and where they are tested."""

SCOPES = {
    "GET /api/requests": "read",
    "POST /api/requests": "lodge",
    "GET /api/requests/{reference}": "read",
    "POST /api/requests/{reference}/messages": "say",
    "GET /api/register": "",
    "GET /api/register/{reference}": "",
    "GET /api/schemes/{scheme}/form": "",
}
"""The routes of programs, and the scope that a token needs for each; empty: anybody may, without one."""
