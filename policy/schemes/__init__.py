"""Every scheme that we run, by its key. A new scheme is one module here and one line below."""

from policy.scheme import Scheme
from policy.schemes.dfe_data_sharing import DFE_DATA_SHARING
from policy.schemes.ons_onward_sharing import ONS_ONWARD_SHARING

SCHEMES: dict[str, Scheme] = {scheme.key: scheme for scheme in (ONS_ONWARD_SHARING, DFE_DATA_SHARING)}

FIRST: Scheme = next(iter(SCHEMES.values()))
"""The scheme that a door speaks of where it is told of none."""

EXAMPLE = f"{FIRST.prefix}-2026-0001"
"""What a reference looks like, for hints and help."""

__all__ = ["EXAMPLE", "FIRST", "SCHEMES"]
