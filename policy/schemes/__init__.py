"""Every scheme that we run, by its key. A new scheme is one module here and one line below."""

from policy.scheme import Scheme
from policy.schemes.ons_onward_sharing import ONS_ONWARD_SHARING

SCHEMES: dict[str, Scheme] = {scheme.key: scheme for scheme in (ONS_ONWARD_SHARING,)}

__all__ = ["SCHEMES"]
