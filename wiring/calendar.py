"""The bank holidays of England and Wales, as a calendar that a request can be pinned to."""

from datetime import date

import holidays

from policy.working_days import Calendar


def england_and_wales(first_year: int, years: int) -> Calendar:
    """The calendar of that many years from `first_year` on. Raises ValueError where that is no year at all.

    The library knows special days (a coronation, a funeral) only once they are announced: keep it up to date.
    """
    if years < 1:
        raise ValueError("A calendar covers at least one year.")
    last_year = first_year + years - 1
    days = holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1))
    return Calendar(holidays=tuple(sorted(days)), known_until=date(last_year, 12, 31))


def works(day: date) -> bool:
    """Whether a day is a working day in England, as far as holidays are announced."""
    return england_and_wales(day.year, 1).works(day)
