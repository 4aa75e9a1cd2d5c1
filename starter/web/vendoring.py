"""Copies the style sheet and script of govuk-frontend in, without what only services on GOV.UK may wear.

    npm pack govuk-frontend@6.3.0 && tar xzf govuk-frontend-6.3.0.tgz
    python -m starter.web.vendoring package

The crown, the crest and the typeface GDS Transport are taken out; the macros of govuk-frontend-jinja 4.1.0 belong to
version 6.3.0 exactly.
"""

import json
import re
import sys
from pathlib import Path

VERSION = "6.3.0"
STATIC = Path(__file__).with_name("static")


def vendored(package: Path) -> dict[str, str]:
    """The files to keep, by name, made from an unpacked package. Raises ValueError for another version."""
    found = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if found != VERSION:
        raise ValueError(f"This is version {found}; the macros belong to {VERSION}.")
    dist = package / "dist" / "govuk"
    css = (dist / "govuk-frontend.min.css").read_text(encoding="utf-8")
    css = re.sub(r"@font-face\{[^}]*GDS Transport[^}]*\}", "", css)
    css = re.sub(r"GDS Transport,\s*arial", "arial", css)
    css = re.sub(r"background-image:url\([^)]*govuk-crest\.svg\);?", "", css)
    css = css.replace("url(/assets/images/govuk-crest.svg)", "none")
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    script = (dist / "govuk-frontend.min.js").read_text(encoding="utf-8")
    script = re.sub(r"//# sourceMappingURL=.*", "", script)
    if "GDS" in css or "url(" in css:
        raise ValueError("The style sheet still names a typeface or picture that must not be worn here.")
    return {"govuk-frontend.min.css": css.rstrip() + "\n", "govuk-frontend.min.js": script.rstrip() + "\n"}


def main() -> int:
    """Write the files into `static/`."""
    for name, text in vendored(Path(sys.argv[1])).items():
        (STATIC / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
