"""Fits the wording to one share: from what was decided and what the requester answered, the whole paper."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from documents.declared import confirmation, declared, paragraphs, spelled_date, tabulate
from documents.paper import Clause, Column, Entry, Paper, Party, Passage, Schedule, Signature, Statement, Table
from documents.wording import KindWords, PassageWords, SchemeWords, Wording, fill
from policy.form import Answers
from policy.titles import as_name, as_words
from sharing.errands import Drafting
from sharing.messages import Organisation, ShareCondition

_LONDON = ZoneInfo("Europe/London")


class _Share(NamedTuple):
    """All that goes into one paper."""

    wording: Wording
    scheme: SchemeWords
    kind: KindWords
    drafting: Drafting
    answers: Answers
    words: dict[str, str]


def write(wording: Wording, drafting: Drafting, answers: Answers) -> Paper:
    """The paper. Raises ValueError for a scheme, kind or clause that has no wording."""
    scheme, kind = wording.scheme(drafting.scheme), wording.kind(drafting.agreement)
    share = _Share(wording, scheme, kind, drafting, answers, _words(scheme, kind, drafting))
    return Paper(
        labels=wording.labels,
        reference=drafting.reference,
        version=drafting.version,
        drawn_up=drafting.at.astimezone(_LONDON).date(),
        title=drafting.agreement_title,
        host=scheme.name,
        service=scheme.service,
        between=(scheme.named, *(_called(body) for body in drafting.organisations)),
        entries=_entries(share),
        status=fill(wording.status, share.words),
        note=paragraphs(drafting.note),
        warning_title=scheme.warning_title,
        warning=scheme.warning,
        parties=_parties(share),
        clauses=_clauses(share),
        schedules=_schedules(share),
        signing=fill(wording.signing, share.words),
        signatures=_signatures(share),
    )


def _words(scheme: SchemeWords, kind: KindWords, drafting: Drafting) -> dict[str, str]:
    return {
        "host": scheme.host,
        "Host": _capital(scheme.host),
        "this": kind.this,
        "This": _capital(kind.this),
        "must": kind.must,
        "title": drafting.agreement_title,
        "reference": drafting.reference,
        "version": str(drafting.version),
        "starts": spelled_date(drafting.starts),
        "ends": spelled_date(drafting.ends),
        "filing": drafting.filing,
    }


def _entries(share: _Share) -> tuple[Entry, ...]:
    drafting, project = share.drafting, share.answers.get(share.scheme.project)
    texts = {
        "reference": drafting.reference,
        "version": str(drafting.version),
        "drawn_up": spelled_date(drafting.at.astimezone(_LONDON).date()),
        "starts": spelled_date(drafting.starts),
        "ends": spelled_date(drafting.ends),
        "project": project if isinstance(project, str) else "",
        "data_assets": "; ".join(asset.title for asset in drafting.assets),
    }
    return tuple(Entry(label=share.wording.labels[label], text=text) for label, text in texts.items() if text)


def _parties(share: _Share) -> tuple[Party, ...]:
    texts = [share.scheme.party]
    for body in share.drafting.organisations:
        kind = share.scheme.recipient_types.get(body.type, as_words(body.type).lower())
        texts.append(fill(share.scheme.recipient, {"organisation": _called(body), "type": kind}))
    return tuple(Party(number=number, text=text) for number, text in enumerate(texts, start=1))


def _clauses(share: _Share) -> tuple[Clause, ...]:
    opening, closing = share.kind.opens_with, share.kind.closes_with
    further = ("further-terms",) if share.drafting.further else ()
    middle = (*share.drafting.clauses, *share.scheme.always, *further)
    keys = [*opening, *(key for key in middle if key not in closing), *closing]
    return tuple(_clause(share, number, key) for number, key in enumerate(dict.fromkeys(keys), start=1))


def _clause(share: _Share, number: int, key: str) -> Clause:
    clause = share.wording.clause(key)
    passages = tuple(_passage(share, told) for told in clause.paragraphs)
    return Clause(number=number, key=key, title=clause.title, passages=passages)


def _passage(share: _Share, told: PassageWords) -> Passage:
    drafting, none = share.drafting, share.wording.labels["none"]
    settled = {"transfer": drafting.transfer, "retention": drafting.retention, "further": drafting.further}
    items: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    if told.lists:
        items = tuple(share.scheme.gateways.get(key, key) for key in drafting.gateways) or (none,)
    if told.quotes:
        quoted = paragraphs(settled[told.quotes]) or (none,)
    if told.confirms:
        quoted = confirmation(share.wording, told.confirms, share.answers)
    return Passage(text=fill(told.text, share.words), items=items, quoted=quoted)


def _schedules(share: _Share) -> tuple[Schedule, ...]:
    told, drafting = share.wording.schedules, share.drafting
    data = (_assets(share), *declared(share.wording, told.data.answers, share.answers, share.words))
    statements = declared(share.wording, told.statements.answers, share.answers, share.words)
    exceptions = Statement(items=drafting.exceptions)
    if not drafting.exceptions:
        exceptions = Statement(paragraphs=(told.exceptions.none,))
    parts = (
        (told.data.title, told.data.intro, data),
        (told.statements.title, told.statements.intro, statements),
        (told.conditions.title, told.conditions.intro if drafting.conditions else "", (_conditions(share),)),
        (told.exceptions.title, told.exceptions.intro if drafting.exceptions else "", (exceptions,)),
    )
    return tuple(
        Schedule(number=number, title=title, intro=fill(intro, share.words), statements=content)
        for number, (title, intro, content) in enumerate(parts, start=1)
    )


def _assets(share: _Share) -> Statement:
    told = share.wording.schedules.data
    columns = {
        "title": Column(title=told.assets_columns.title, share=5),
        "key": Column(title=told.assets_columns.key, share=4),
        "third_party": Column(title=told.assets_columns.third_party, share=4),
    }
    rows = [
        {"title": asset.title, "key": asset.key, "third_party": asset.third_party} for asset in share.drafting.assets
    ]
    return Statement(title=told.assets_title, table=tabulate(told.assets_title, columns, rows))


def _conditions(share: _Share) -> Statement:
    told, offices = share.wording.schedules.conditions, share.scheme.offices
    if not share.drafting.conditions:
        return Statement(paragraphs=(told.none,))
    rows = tuple(
        (
            str(number),
            condition.text,
            condition.evidence or "–",
            offices.get(condition.owner, as_name(condition.owner)),
            offices.get(condition.verifier, as_name(condition.verifier)),
            _by_when(told.before_signature, condition),
        )
        for number, condition in enumerate(share.drafting.conditions, start=1)
    )
    heads = told.columns
    columns = (
        Column(title=share.wording.labels["number"], share=2),
        Column(title=heads.text, share=9),
        Column(title=heads.evidence, share=7),
        Column(title=heads.owner, share=4),
        Column(title=heads.verifier, share=5),
        Column(title=heads.due, share=5),
    )
    return Statement(table=Table(caption=told.title, columns=columns, rows=rows))


def _by_when(before_signature: str, condition: ShareCondition) -> str:
    due = spelled_date(condition.due) if condition.due else ""
    parts = [before_signature if condition.before_signature else "", due]
    return ", ".join(part for part in parts if part) or "–"


def _signatures(share: _Share) -> tuple[Signature, ...]:
    scheme = share.scheme
    ours = [
        fill(
            scheme.host_signs,
            {"office": scheme.owner if asset.owned else scheme.without_owner, "asset": asset.title},
        )
        for asset in share.drafting.assets
    ]
    theirs = [_called(body) for body in share.drafting.organisations]
    return (
        *(Signature(party=scheme.name, capacity=capacity) for capacity in ours),
        *(Signature(party=party, capacity=scheme.recipient_signs) for party in theirs),
    )


def _called(body: Organisation) -> str:
    return body.title or as_name(body.key)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
