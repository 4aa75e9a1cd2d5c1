"""Freezes how openings and facts of this edition are spelled: `python -m tests.released.record`. Run it at a release.

Existing spellings are never rewritten: a kind of fact that is already frozen keeps its first spelling.
"""

import json
from pathlib import Path
from typing import Any

from sharing import operating
from sharing.facts import ClosingWished, NoticeUndelivered
from sharing.messages import (
    MESSAGES,
    Assign,
    Assure,
    CloseRequest,
    ConcludePublication,
    DeclareConflict,
    DistrustKey,
    Escalate,
    ExemptEntry,
    ExtendClock,
    MarkUrgent,
    NameHolder,
    Narrow,
    PauseClocks,
    Reopen,
    ResumeClocks,
    SeekDeparture,
    TrustKey,
    VerifyCondition,
)
from sharing.turns import happen, refuse
from tests import people
from tests.dfe import whole_road
from tests.told import Tale

FILE = Path(__file__).with_name("edition-1.json")
STOLEN = ("56475aa75463474c", "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=")
"""A key that is trusted and distrusted: its id, and its public half."""
BOTH = ("death-registrations", "census-2021")


def tales() -> list[Tale]:
    """Requests that between them bring about as many kinds of fact as can be told briefly."""
    whole = Tale().lodge()
    whole.say("otis", PauseClocks(reason="Move of offices."))
    whole.say("otis", ResumeClocks())
    task = next(iter(whole.request.awaited))
    whole.say("otis", ExtendClock(task=task, days=3, reason="Move of offices."))
    whole.root(TrustKey(key=STOLEN[0], public=STOLEN[1]))
    whole.root(DistrustKey(key=STOLEN[0], reason="A laptop was stolen."))
    whole.screened().informed()
    whole.say("olu", MarkUrgent(reason="An outbreak."))
    whole.triaged().wait(12).reviewed()
    whole.say("hugo", Assign(office="legal", to="leo"))
    named = NameHolder(office="legal", person="vera", until="2027-12-31", reason="Leo has left.")  # type: ignore[arg-type]
    whole.say("hugo", named)
    whole.say("lena", DeclareConflict(reason="I taught the applicant."))
    whole.advised().approved().drafted().agreed()
    whole.say("nadia", Assure(finding="All is in order.", satisfied=True))
    whole.published()
    narrowed = Tale().at_decision(people.complete(assets=BOTH))
    narrowed.say("hana", people.decided("census-2021", "refuse"))
    narrowed.say("gwen", people.decided())
    narrowed.say("rae", Narrow(drop=("census-2021",), reason="We can do without."))
    silent = Tale().lodge()
    ask = {"kind": "ask", "office": "onward-sharing-service", "questions": [{"item": "necessity", "asks": "Why?"}]}
    silent.say("asha", MESSAGES.validate_python(ask))
    silent.wait(45)
    silent.say("rae", Reopen(reason="We are back."))
    silent.answer(1, replies={"necessity": "Because."})
    silent._take(refuse(silent.request, "signal", "Nobody listens to that.", silent.at))
    silent._take(happen(silent.request, (ClosingWished(),), silent.at))
    silent.happen(*operating.held(silent.request, 2, silent.at), *operating.retried(silent.request, None, silent.at))
    silent.say("otis", CloseRequest(reason="Asked by telephone."))
    published = Tale().lodge()
    published.say("asha", people.screened("to-publication", scope={"personal": "no"}))
    published.say(
        "asha",
        ConcludePublication(
            asset="death-registrations",
            link="https://host.example/t",
            agreement="not-needed",
            agreement_reason="Open data.",
            code_of_practice="yes",
            code_of_practice_reason="Checked.",
        ),
    )
    return [whole, narrowed, silent, published, *decisions()]


def decisions() -> list[Tale]:
    """Requests about exceptions, escalation, conditions, and an agreement that nobody signs."""
    abroad = people.complete(all_in_uk="no")
    excepted = Tale().at_decision(abroad)
    excepted.say(
        "gwen", SeekDeparture(office="information-asset-owner", departure="outside-uk", reasons="One office.")
    )
    grant = {"departure": "outside-uk", "outcome": "grant", "clause": "Section 2", "scope": "Access from Dublin."}
    granted = {"kind": "decide-departure", **grant, "until": "2029-12-31", "reasons": "It is needed."}
    excepted.say("petra", MESSAGES.validate_python(granted))
    excepted.say("gwen", Escalate(asset="death-registrations", to="data-governance-council", reasons="New ground."))
    condition = {"key": "training", "text": "Train all.", "evidence": "List.", "verifier": "security"}
    conditions = [{**condition, "due": "2027-06-30", "before_signature": True}]
    signed = Tale().at_decision().approved(conditions=conditions).drafted()
    agreement = signed.request.agreement
    assert agreement is not None
    assert agreement.drafted is not None
    signed.say("olu", people.agreement_screened(agreement.drafted.fixed_copy))
    (key,) = signed.request.conditions
    signed.say("sam", VerifyCondition(condition=key, fulfilled=True, evidence="Seen."))
    signed._take(happen(signed.request, (NoticeUndelivered(notice="n", why="No channel."),), signed.at))
    signed.wait(61)
    exempt = Tale().at_decision().approved().drafted().agreed()
    exempt.say("nadia", ExemptEntry(ground="national-security", reasons="As certified."))
    return [excepted, signed, exempt, whole_road()]


def spelled() -> dict[str, Any]:
    """One spelling of each kind of fact."""
    found: dict[str, Any] = {}
    for tale in tales():
        for one in tale.facts:
            found.setdefault(one.fact.kind, json.loads(one.model_dump_json(exclude_unset=True)))
    return found


def main() -> None:
    frozen = json.loads(FILE.read_text()) if FILE.exists() else {}
    FILE.write_text(json.dumps({**spelled(), **frozen}, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
