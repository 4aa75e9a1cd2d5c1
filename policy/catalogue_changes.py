"""What differs between two versions of a catalogue, in lines that somebody can confirm or refuse."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from policy.catalogue import Catalogue, DataSet, DataTable

MOST_NAMES = 8


def changes(before: Catalogue, after: Catalogue) -> tuple[str, ...]:
    """Every difference, most of them with the day from which it counts. Empty where they say the same."""
    return tuple(_changes(before, after))


def _changes(before: Catalogue, after: Catalogue) -> Iterator[str]:
    yield from _set("channel", _by(before.channels, "key"), _by(after.channels, "key"))
    yield from _set("platform", _by(before.platforms, "key"), _by(after.platforms, "key"))
    yield from _set("accreditation", _dated(before.accreditations), _dated(after.accreditations))
    yield from _tables(before.tables, after.tables)
    yield from _data_sets(before, after)
    for name in ("title", "default_channel", "direct_channel", "contact_channel"):
        if getattr(before, name) != getattr(after, name):
            yield f"{name.replace('_', ' ')}: {getattr(before, name)!r} becomes {getattr(after, name)!r}"


def _by(values: Iterable[BaseModel], name: str) -> dict[str, BaseModel]:
    return {getattr(one, name): one for one in values}


def _dated(values: Iterable[BaseModel]) -> dict[str, BaseModel]:
    return {
        " ".join(str(part) for part in one.model_dump(mode="json", exclude={"until"}).values()): one for one in values
    }


def _set(what: str, old: dict[str, BaseModel], new: dict[str, BaseModel]) -> Iterator[str]:
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in new:
            yield f"- {what} {key}"
        elif key not in old:
            yield f"+ {what} {key}{_since(new[key])}"
        elif old[key] != new[key]:
            yield f"~ {what} {key}: {', '.join(_fields(old[key], new[key]))}"


def _fields(old: BaseModel, new: BaseModel) -> Iterator[str]:
    for name in type(new).model_fields:
        was, now = getattr(old, name), getattr(new, name)
        if was == now:
            continue
        if isinstance(now, tuple):
            yield f"{name} ({len(was)} becomes {len(now)})"
        else:
            yield f"{name} {_short(was)} becomes {_short(now)}"


def _short(value: object) -> str:
    return repr(str(value)[:60]) if value is not None else "nothing"


def _since(value: BaseModel) -> str:
    since = getattr(value, "since", None)
    return f" (from {since})" if since else ""


def _tables(before: tuple[DataTable, ...], after: tuple[DataTable, ...]) -> Iterator[str]:
    old = {f"{one.key} {one.version}": one for one in before}
    new = {f"{one.key} {one.version}": one for one in after}
    yield from _set("table", {**old}, {**new})
    for key in (key for key in new if key in old):
        was, now = ({one.name for one in side[key].variables} for side in (old, new))
        yield from _names(f"  table {key}", was, now)


def _data_sets(before: Catalogue, after: Catalogue) -> Iterator[str]:
    old, new = ({one.name: one for one in side.data_sets} for side in (before, after))
    yield from _set("data set", {**old}, {**new})
    for name in (name for name in new if name in old):
        yield from _offers(old[name], new[name])


def _offers(old: DataSet, new: DataSet) -> Iterator[str]:
    was, now = ({f"{one.since}": one for one in side.offers} for side in (old, new))
    yield from (f"  {line}" for line in _set(f"offer of {new.name} from", {**was}, {**now}))
    for since in (since for since in now if since in was):
        yield from _names(f"  offer of {new.name} from {since}", set(was[since].variables), set(now[since].variables))


def _names(what: str, was: set[str], now: set[str]) -> Iterator[str]:
    for sign, names in (("-", sorted(was - now)), ("+", sorted(now - was))):
        if names:
            more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
            yield f"{what}: {sign} variables {', '.join(names[:MOST_NAMES])}{more}"
