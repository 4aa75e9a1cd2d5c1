"""Before a request is written: which scheme, what it will ask, what to have ready, how long it takes."""

from starlette.responses import Response

from policy.form import Question, QuestionKind
from policy.scheme import Scheme
from starter.lately import if_counted
from starter.web.asking import Asking
from starter.web.pages import Pages, Who
from starter.web.tables import template
from starter.web.visiting import NotThere, Visit

pages = Pages()


def scheme_of(visit: Visit) -> Scheme:
    """The scheme of the page's address. Raises NotThere where there is none."""
    found = visit.on.schemes.get(visit.part("scheme"))
    if found is None:
        raise NotThere
    return found


@pages.get("/apply", Who.ANYBODY)
def choose(visit: Visit) -> Response:
    """Choose a scheme; where there is only one, nobody has to choose."""
    schemes = tuple(visit.on.schemes.values())
    if len(schemes) == 1:
        return visit.goto(f"/apply/{schemes[0].key}")
    return visit.page("intake/choose.html", schemes=schemes)


@pages.get("/apply/{scheme}", Who.ANYBODY)
def start(visit: Visit) -> Response:
    """What a request will ask, before anybody begins one."""
    scheme = scheme_of(visit)
    asking = Asking(scheme, visit.on.directory, visit.on.records.catalogue_of(scheme))
    counted = if_counted(visit.on.records, visit.at, scheme.key)
    return visit.page(
        "intake/start.html",
        scheme=scheme,
        asking=asking,
        bodies=bodies(asking),
        documents=_of_kind(scheme, QuestionKind.DOCUMENT),
        tables=_of_kind(scheme, QuestionKind.TABLE),
        taken=counted.total if counted is not None else None,
        several=len(visit.on.schemes) > 1,
    )


@pages.get("/apply/{scheme}/tables/{question}", Who.ANYBODY)
def empty_table(visit: Visit) -> Response:
    """An empty table of a question, to be filled in beforehand."""
    question = scheme_of(visit).form.question(visit.part("question").removesuffix(".csv"))
    if question is None or question.kind is not QuestionKind.TABLE:
        raise NotThere
    return csv_of(question)


def csv_of(question: Question) -> Response:
    """The empty table of a question, as a file to be saved."""
    headers = {"content-disposition": f'attachment; filename="{question.key}.csv"'}
    return Response(template(question), media_type="text/csv; charset=utf-8", headers=headers)


def bodies(asking: Asking) -> tuple[str, ...]:
    """The kinds of bodies that may ask, in words."""
    question = asking.form.question(asking.scheme.type_in)
    return tuple(one.text for one in asking.choices(question)) if question is not None else ()


def _of_kind(scheme: Scheme, kind: QuestionKind) -> tuple[Question, ...]:
    return tuple(one for one in scheme.form.questions if one.kind is kind)
