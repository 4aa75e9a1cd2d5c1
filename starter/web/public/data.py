"""Which data there are, the way to each of them today, and the versions of what is published beside a policy."""

from starlette.responses import Response

from policy.catalogue_changes import changes
from policy.routing import Enquiry, Wish, route
from policy.scheme import Scheme
from policy.working_days import local_day
from records import SqlRecords
from starter.web.pages import Pages, Who
from starter.web.visiting import Visit

pages = Pages()


@pages.get("/data", Who.ANYBODY)
def data(visit: Visit) -> Response:
    """Every data set, and where it is applied for today."""
    day = local_day(visit.at)
    found = []
    for scheme in visit.on.schemes.values():
        catalogue = visit.on.records.catalogue_of(scheme)
        rows = [
            (one, route(catalogue, Enquiry(wishes=(Wish(data_set=one.name),)), day)) for one in catalogue.data_sets
        ]
        if rows:
            found.append((scheme, [(one.title, one.name, led, catalogue.channel(led.channel)) for one, led in rows]))
    return visit.page("public/data.html", found=found, day=day)


@pages.get("/versions", Who.ANYBODY)
def versions(visit: Visit) -> Response:
    """What has changed: forms, guidance, questionnaires, rules, and the catalogue of data."""
    schemes = tuple(visit.on.schemes.values())
    found = [(scheme, scheme.artefacts, _imported(visit.on.records, scheme)) for scheme in schemes]
    return visit.page("public/versions.html", found=[one for one in found if one[1] or one[2]])


def _imported(records: SqlRecords, scheme: Scheme) -> list[tuple[str, tuple[str, ...]]]:
    """Each version of the catalogue that was brought in: its day and what it changed, newest first; no names."""
    before, found = scheme.catalogue, []
    for one in records.catalogue_versions(scheme.key):
        found.append((f"{local_day(one.at):%-d %B %Y}", changes(before, one.catalogue)))
        before = one.catalogue
    return found[::-1]
