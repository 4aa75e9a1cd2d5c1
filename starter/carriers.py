"""What carries letters, and the letters of an installation, as its settings say."""

from typing import cast

from channels.mail import Carrier, Letters, NotifyCarrier, Security, SmtpCarrier
from wiring.settings import Settings, WrongSetting


def carrier_of(settings: Settings) -> Carrier | None:
    """GOV.UK Notify, an SMTP server, or the stand-in's. None where no letter can be sent. Raises WrongSetting."""
    if settings.notify_key is not None:
        try:
            return NotifyCarrier(settings.notify_key.get_secret_value(), settings.notify_template)
        except ValueError as wrong:
            raise WrongSetting(f"SHARING_NOTIFY_KEY: {wrong}") from None
    sender, service = settings.mail_from, settings.service_name
    if settings.mail_server:
        password = settings.mail_password.get_secret_value() if settings.mail_password else ""
        security = cast(Security, settings.mail_security)
        return SmtpCarrier(sender, service, settings.mail_server, security, settings.mail_user, password)
    if settings.stand_in:
        return SmtpCarrier(sender, service, settings.stand_in_mail, "none")
    return None


def letters_of(settings: Settings) -> Letters:
    """The letters of an installation: its own before those that come with the project."""
    return Letters(settings.service_name, web=settings.web_address, own=settings.letters_dir)
