"""How staff sign in: through the identity provider; on somebody's own machine, from the list of people."""

from wiring.settings import Settings, WrongSetting

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def check(settings: Settings) -> None:
    """Raises WrongSetting where staff would have no safe way in."""
    if settings.oidc_issuer:
        return
    if not settings.local:
        raise WrongSetting(
            "SHARING_OIDC_ISSUER is not set; in production, staff sign in through an identity provider. Write its "
            "web address."
        )
    host = settings.web_listen.rpartition(":")[0]
    if host not in LOOPBACK:
        raise WrongSetting(
            f"SHARING_WEB_LISTEN is {settings.web_listen!r}: without an identity provider anybody could sign in as "
            "anybody, so the pages are only served at 127.0.0.1. Set SHARING_OIDC_ISSUER, or listen there."
        )
