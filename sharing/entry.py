"""A draft of the register entry, drawn from the file: answers of the requester, and facts of the request."""

from datetime import date

from policy.form import Answer, Answers, rows_of
from policy.path import Cells
from policy.scheme import Publication
from policy.working_days import local_day
from sharing.facts import TermsProposed
from sharing.request import Request


def entry_from_file(request: Request, answers: Answers) -> dict[str, str]:
    """What the file has to say for each field of the register; fields that it says nothing on are left out."""
    step = request.rules.the(Publication)
    known = {**{key: _words(answer) for key, answer in answers.items()}, **_facts(request)}
    drawn = {
        field.key: _cells(field.cells, answers.get(field.source)) if field.cells else known.get(field.source, "")
        for field in step.fields
    }
    return {key: text for key, text in drawn.items() if text}


def _cells(cells: Cells, answer: Answer | None) -> str:
    """The cells that are meant, each text once."""
    found = (row.get(cells.column, "") for row in rows_of(answer) if row.get(cells.where) in cells.among)
    return "; ".join(dict.fromkeys(text for text in found if text))


def _words(answer: Answer) -> str:
    """An answer in words: choices and rows are joined, one row to a line."""
    if isinstance(answer, str):
        return answer
    return "\n".join(one if isinstance(one, str) else ", ".join(one.values()) for one in answer)


def _review(terms: TermsProposed) -> date:
    """When the share is first looked at again: a year after its start, or at its end where that comes first."""
    a_year_on = date(terms.starts.year + 1, terms.starts.month, min(terms.starts.day, 28))
    return min(a_year_on, terms.ends)


def _facts(request: Request) -> dict[str, str]:
    """What the request itself knows: who, which data, under which power, since when, with which exceptions."""
    terms, bodies = request.terms, request.bodies
    gateways = dict.fromkeys(key for opinion in request.opinions.values() for key in opinion.gateways)
    granted = [key for key, state in request.departures.items() if state.decided and state.decided.outcome == "grant"]
    kinds = {kind.key: kind.title for step in request.rules.path if step.kind == "agreement" for kind in step.kinds}
    titles = [departure.title for departure in request.rules.departures if departure.key in granted]
    return {
        "reference": request.reference,
        "organisation": "; ".join(body.title or body.key for body in bodies),
        "recipient-type": "; ".join(dict.fromkeys(body.type for body in bodies)),
        "assets": "; ".join(asset.title for asset in request.deciding),
        "gateways": "; ".join(way.title if (way := request.rules.gateway(key)) else key for key in gateways),
        "exceptions": "; ".join(titles),
        "approved-on": local_day(request.approved_at).isoformat() if request.approved_at else "",
        "access-type": "Release",
        "agreement-kind": kinds.get(terms.agreement, terms.agreement) if terms else "",
        "agreement-starts": terms.starts.isoformat() if terms else "",
        "agreement-ends": terms.ends.isoformat() if terms else "",
        "review-date": _review(terms).isoformat() if terms else "",
        "contact": request.rules.title(request.rules.service),
    }
