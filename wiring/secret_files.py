"""Secrets that come as files: `SHARING_X_FILE` names one, for every setting X that is secret."""

from collections.abc import Collection, Mapping
from pathlib import Path

from wiring.variables import PREFIX, WrongSetting

SUFFIX = "_FILE"
LARGEST = 65_536
"""Bytes of a secret; a larger file is another one, named by mistake."""


def from_files(environ: Mapping[str, str], secret: Collection[str]) -> dict[str, str]:
    """The same variables, with what is in the files that they name in the place of the names.

    `secret` are the names of secret settings, without their prefix. An empty file counts as an unset variable, so
    that a compose file can mount secrets that an installation does not have. Raises WrongSetting where a file cannot
    be read, or the setting is given both ways: one of the two would silently not count.
    """
    found = dict(environ)
    for name in secret:
        place = found.pop(f"{PREFIX}{name}{SUFFIX}", "").strip()
        if not place:
            continue
        if found.get(PREFIX + name, "").strip():
            raise WrongSetting(f"{PREFIX}{name} and {PREFIX}{name}{SUFFIX} are both set; leave one of them out.")
        found[PREFIX + name] = _content(f"{PREFIX}{name}{SUFFIX}", Path(place))
    return found


def _content(variable: str, path: Path) -> str:
    # The sentence never repeats what is in the file.
    try:
        if path.stat().st_size > LARGEST:
            raise WrongSetting(f"{variable} is {str(path)!r}, which is too large for a secret; name another file.")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as wrong:
        why = wrong.strerror if isinstance(wrong, OSError) and wrong.strerror else "not a text"
        raise WrongSetting(
            f"{variable} is {str(path)!r}, which cannot be read ({why}). Put the secret there, readable for this "
            "process, or leave the variable out."
        ) from None
