"""Who may act, and who may not: office held now, for this asset; not on one's own request; no excluding roles."""

from datetime import date, datetime

from policy.working_days import local_day
from sharing.facts import By
from sharing.messages import Holding, Speaker
from sharing.refused import Refused
from sharing.request import Request

REQUESTER = "requester"


def may_act(
    request: Request,
    speaker: Speaker,
    office: str,
    at: datetime,
    *,
    asset: str | None = None,
    roles: tuple[str, ...] = (),
    working: bool = True,
) -> By:
    """The speaker as author of a fact, in that office. Raises Refused with the reason where they may not.

    `working` is off for those who only pass work on: what is assigned to somebody can be assigned anew.
    """
    rules = request.rules
    known = rules.office(office)
    if known is None:
        raise Refused(f"There is no office {office!r} in this scheme. Offices are listed by the form command.")
    if office == REQUESTER:
        return as_requester(request, speaker)
    is_not_their_own(request, speaker)
    if not known.outside:
        has_acknowledged(request, speaker)
    holding = held(request, speaker, office, at, asset)
    if holding is None:
        what = f"{known.title} for the asset {asset}" if asset and known.per_asset else known.title
        raise Refused(
            f"You do not hold the office “{what}” today. Its holder can act; the directory shows who that is."
        )
    if known.in_person and holding.for_person:
        raise Refused(f"The {known.title} acts in person; nobody can do so in their stead.")
    people = {speaker.person} | ({holding.for_person} if holding.for_person else set())
    _has_no_conflict(request, people)
    if working:
        _is_assigned(request, people, office, asset)
    # A deputy inherits conflicts, not acts: they stand in exactly where the holder has acted already.
    _excludes_nothing(request, {speaker.person}, roles, asset)
    return By(person=speaker.person, office=office, for_person=holding.for_person)


def as_requester(request: Request, speaker: Speaker) -> By:
    """The speaker as the requester. Raises Refused unless they are, or speak for one of the organisations."""
    lodged = request.lodged
    if lodged is not None and speaker.person == lodged.requester:
        return By(person=speaker.person, office=REQUESTER)
    if speaker.organisation in request.organisations and any(one.office == REQUESTER for one in speaker.holdings):
        return By(person=speaker.person, office=REQUESTER)
    raise Refused("Only the requester can do this: the person who lodged the request, or their organisation.")


def held(request: Request, speaker: Speaker, office: str, at: datetime, asset: str | None = None) -> Holding | None:
    """How the speaker holds an office at that instant, for that asset: themselves before as a deputy; or None."""
    today = local_day(at)
    mine = [
        one
        for one in speaker.holdings
        if one.office == office and _in_time(one, today) and (asset is None or not one.assets or asset in one.assets)
    ]
    if mine:
        return min(mine, key=lambda one: one.for_person is not None)
    for named in request.named:
        if (
            named.office == office
            and named.person == speaker.person
            and named.since <= today <= named.until
            and (named.asset is None or named.asset == asset)
        ):
            return Holding(office=office, since=named.since, until=named.until)
    return None


def _in_time(one: Holding, today: date) -> bool:
    """Whether a holding counts on that day. A deputy has dates, or is none."""
    if one.for_person is not None and one.until is None:
        return False
    return one.since <= today and (one.until is None or today <= one.until)


def is_staff(request: Request, speaker: Speaker, at: datetime) -> bool:
    """Whether the speaker holds any office of the host today."""
    return office_of_staff(request, speaker, at) is not None


def office_of_staff(request: Request, speaker: Speaker, at: datetime) -> str | None:
    """The first office of the host that the speaker holds today, or None."""
    today = local_day(at)
    for one in speaker.holdings:
        office = request.rules.office(one.office)
        if office and not office.outside and _in_time(one, today):
            return one.office
    mine = (one for one in request.named if one.person == speaker.person and one.since <= today <= one.until)
    return next((one.office for one in mine), None)


def has_acknowledged(request: Request, speaker: Speaker) -> None:
    version = request.rules.version
    if speaker.acknowledged != version:
        raise Refused(
            f"You have not acknowledged the current data sharing policy ({version}). Acknowledge it, then act; "
            "this holds for everybody, contractors and administrators included."
        )


def is_not_their_own(request: Request, speaker: Speaker) -> None:
    lodged = request.lodged
    if lodged is not None and (speaker.person == lodged.requester or speaker.organisation in request.organisations):
        raise Refused("You cannot act on your own request.")


def _has_no_conflict(request: Request, people: set[str]) -> None:
    if people & set(request.conflicted):
        raise Refused(
            "A conflict of interest was declared here. Another holder of the office, or one named, must act."
        )
    if request.lodged and people & set(request.lodged.barred):
        raise Refused(
            f"You acted on {request.lodged.reconsiders}, which this asks to reconsider. Somebody else must act."
        )


def _is_assigned(request: Request, people: set[str], office: str, asset: str | None) -> None:
    to = request.assigned.get(f"{office}/{asset}" if asset else office)
    if to is not None and to not in people:
        raise Refused("This task is assigned to somebody else. They can act, or the office can assign it to you.")


def _excludes_nothing(request: Request, people: set[str], roles: tuple[str, ...], asset: str | None) -> None:
    for role in roles:
        for pair in request.rules.exclusions:
            if role not in (pair.one, pair.other):
                continue
            other = pair.other if role == pair.one else pair.one
            if request.acted(people, other, asset if pair.per_asset else None):
                raise Refused(
                    f"You have already acted here as {other.replace('-', ' ')}, which excludes acting as "
                    f"{role.replace('-', ' ')} ({pair.clause}). A deputy or another holder must act."
                )
