"""Which way an enquiry goes, on a day: exactly one channel, with the reason in a sentence. It decides nothing."""

from datetime import date

from policy.catalogue import LOCAL, STANDINGS, Catalogue, Channel, ChannelKind, DataSet, Offer
from policy.value import Key, Stored


class Wish(Stored):
    """A data set that somebody wants (`data-set`, or `data-set/wave`), and the variables of it, as `table/name`."""

    data_set: str
    variables: tuple[str, ...] = ()


class Enquiry(Stored):
    """What somebody wants, before they apply. `direct`: they ask for the data themselves, not for secure access."""

    wishes: tuple[Wish, ...]
    direct: bool = False


class Routed(Stored):
    """The one channel of an enquiry. `why` is the reason as a key, for reports; `sentence` is for people."""

    channel: Key
    kind: ChannelKind
    why: Key
    sentence: str
    clause: str
    power: str = ""
    link: str = ""
    form: str = ""
    contact: str = ""

    @property
    def local(self) -> bool:
        """Whether the publisher approves such requests itself."""
        return self.kind in LOCAL


def route(catalogue: Catalogue, enquiry: Enquiry, day: date) -> Routed:
    """The one channel that an enquiry ends in on that day (in the United Kingdom).

    What the catalogue does not know, and wishes that go different ways, end with a person who can say more.
    """
    if not enquiry.wishes:
        return _to_contact(catalogue, "nothing-named", "Name a data set; the service helps to find the right one.")
    ways = [_way(catalogue, wish, enquiry.direct, day) for wish in enquiry.wishes]
    if len({way.channel for way in ways}) == 1:
        sentences = dict.fromkeys(way.sentence for way in ways)
        return ways[0].model_copy(update={"sentence": " ".join(sentences)})
    parts = "; ".join(f"{wish.data_set}: {way.channel}" for wish, way in zip(enquiry.wishes, ways, strict=True))
    return _to_contact(
        catalogue, "several-ways", f"These data come by different ways ({parts}). Ask for each of them by its own."
    )


def _way(catalogue: Catalogue, wish: Wish, direct: bool, day: date) -> Routed:
    found = catalogue.data_set(wish.data_set)
    if found is None:
        why = f"The catalogue has no data set {wish.data_set[:80]!r}."
        return _to_contact(catalogue, "unknown-data-set", why)
    offer = found.offer(day)
    if offer is None:
        return _local(catalogue, "nothing-offered", f"{found.title} is offered nowhere else.", "", direct)
    channel = catalogue.channel(offer.channel)
    if channel.kind is ChannelKind.PARTNER:
        form = f" Fill in its form: {channel.form}" if channel.form else ""
        return _routed(channel, "partner", f"{found.title} is applied for at {channel.title}.{form}", offer.clause)
    if offer.status != "available":
        return _local(catalogue, offer.status, _not_yet(found, offer), offer.clause, direct)
    if channel.kind is not ChannelKind.ACCREDITATION:
        return _local(catalogue, "own-approval", f"{found.title} is approved here.", offer.clause, direct)
    if closed := _closed(catalogue, channel, offer, day):
        why, reason = closed
        sentence = f"{found.title} cannot go by {channel.title}: {reason}"
        return _local(catalogue, why, sentence, offer.clause, direct)
    lacking = _lacking(wish, offer)
    if lacking:
        why = f"The version of {found.title} behind {channel.title} lacks {', '.join(lacking[:10])}."
        return _local(catalogue, "variables-missing", why, offer.clause, direct)
    return _routed(channel, "available", _available(found, offer, channel, direct), offer.clause)


def _closed(catalogue: Catalogue, channel: Channel, offer: Offer, day: date) -> tuple[str, str] | None:
    """What keeps data from a channel that its publisher otherwise offers them by: a reason and its sentence."""
    if not channel.runs(day):
        return "channel-not-open", "it is not open on this day."
    if channel.deidentified and (open_for := [one for one in STANDINGS if one not in offer.deidentified]):
        who = " and ".join(open_for).replace("-", " ")
        return "not-de-identified", f"the data are not recorded as de-identified for {who}."
    if channel.platform is None:
        return None
    platform = catalogue.platform(channel.platform, day)
    if platform is None:
        return "platform-not-in-service", f"its platform {channel.platform!r} is not in service on this day."
    wanted = channel.accredited_for
    if wanted and not catalogue.accredited(platform.processor, wanted, day):
        return "processor-not-accredited", f"the accreditation of {platform.processor!r} for it is not in date."
    return None


def _lacking(wish: Wish, offer: Offer) -> list[str]:
    """The wanted variables that the offered version has not; none where the catalogue does not list its variables."""
    held = {name.casefold() for name in offer.variables}
    return [name for name in wish.variables if held and name.casefold() not in held]


def _available(found: DataSet, offer: Offer, channel: Channel, direct: bool) -> str:
    said = f"{found.title} is applied for at {channel.title}."
    if direct:
        said += " By this way data are provided through its secure platform only; a direct supply cannot be combined."
    if not offer.variables:
        contact = f" ({channel.contact})" if channel.contact else ""
        said += f" If its version lacks a variable that you need, tell the service which{contact}."
    return said


def _not_yet(found: DataSet, offer: Offer) -> str:
    if offer.status == "ambition":
        return f"To offer {found.title} elsewhere is an ambition without a date; until then it is approved here."
    when = f" (expected {offer.expected:%-d %B %Y})" if offer.expected else ""
    return f"{found.title} is planned to be offered elsewhere{when}. Until then it is approved here."


def _local(catalogue: Catalogue, why: str, sentence: str, clause: str, direct: bool) -> Routed:
    channel = catalogue.channel(catalogue.direct_channel if direct else catalogue.default_channel)
    return _routed(channel, why, sentence, clause or channel.clause)


def _to_contact(catalogue: Catalogue, why: str, sentence: str) -> Routed:
    channel = catalogue.channel(catalogue.contact_channel)
    contact = f" Write to {channel.contact}." if channel.contact else ""
    return _routed(channel, why, sentence + contact, channel.clause)


def _routed(channel: Channel, why: str, sentence: str, clause: str) -> Routed:
    fields = channel.model_dump(include={"power", "link", "form", "contact", "kind"})
    return Routed(channel=channel.key, why=why, sentence=sentence, clause=clause, **fields)


__all__ = ["Enquiry", "Routed", "Wish", "route"]
