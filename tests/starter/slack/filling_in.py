"""What is wanted, put into the inputs of a form as it stands."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def in_its_rows(view: Json, given: dict[str, Any]) -> dict[str, Any]:
    """What is wanted, its conditions in the rows of a form: those advised where they stand, the others below."""
    stands = {
        block["block_id"].split(".")[1]: block["element"]["initial_value"]
        for block in view["blocks"]
        if block["type"] == "input"
        and block["block_id"].startswith("conditions.")
        and block["block_id"].endswith(".text")
        and "initial_value" in block["element"]
    }
    conditions = {path: value for path, value in given.items() if path.startswith("conditions.")}
    texts = {path.split(".")[1]: text for path, text in conditions.items() if path.endswith(".text")}
    free = iter(range(len(stands) + 1, 99))
    rows = {
        row: next((at for at in stands if stands[at] == text), "") or str(next(free)) for row, text in texts.items()
    }
    emptied = {f"conditions.{at}.text": None for at in stands if at not in rows.values()}
    moved = {
        f"conditions.{rows[path.split('.')[1]]}.{path.split('.')[2]}": value for path, value in conditions.items()
    }
    others = {path: value for path, value in given.items() if path not in conditions}
    return {**others, **emptied, **moved}


def fields_of(view: Json) -> set[str]:
    """The inputs of a form."""
    return {block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def rows_wanted(view: Json, given: Mapping[str, Any]) -> str:
    """The block whose button adds a row that is still missing; empty where none is."""
    known = fields_of(view)
    for block in view["blocks"]:
        if block["type"] == "actions" and block["block_id"].startswith("rows-"):
            name = block["block_id"].removeprefix("rows-")
            if any(path.startswith(f"{name}.") and path not in known for path in given if not path.endswith(".key")):
                return str(block["block_id"])
    return ""
