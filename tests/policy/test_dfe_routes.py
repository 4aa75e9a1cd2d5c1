"""Which way to the Department's data an enquiry goes: by data set, by variable, and by the day it is asked."""

from datetime import date, timedelta

import pytest

from policy.catalogue import Accreditation, Catalogue, ChannelKind, DataSet, Offer, Platform
from policy.routing import Enquiry, Routed, Wish, route
from policy.schemes.dfe_data_sharing.catalogue import CATALOGUE

TODAY = date(2024, 4, 5)


def way(*names: str, on: date = TODAY, catalogue: Catalogue = CATALOGUE, direct: bool = False) -> Routed:
    return route(catalogue, Enquiry(wishes=tuple(Wish(data_set=name) for name in names), direct=direct), on)


def with_offer(name: str, *offers: Offer) -> Catalogue:
    sets = tuple(
        one.model_copy(update={"offers": offers}) if one.name == name else one for one in CATALOGUE.data_sets
    )
    return CATALOGUE.model_copy(update={"data_sets": sets})


def offered(name: str, **changes: object) -> Catalogue:
    """The catalogue in which the accredited version of a data set is changed."""
    found = CATALOGUE.data_set(name)
    assert found is not None
    return with_offer(name, *(one.model_copy(update=changes) for one in found.offers if one.runs(TODAY)))


# One line for each entry of the page's update history: what changed that day, and how it went the day before.
HISTORY = [
    (date(2022, 1, 7), "npd", None, "secure-access"),
    (date(2022, 4, 5), "npd", "secure-access", "secure-access"),
    (date(2022, 6, 30), "swc", "secure-access", "secure-access"),
    (date(2022, 9, 30), "he", "secure-access", "secure-access"),
    (date(2023, 1, 24), "guie", "secure-access", "ons-direct"),
    (date(2023, 4, 5), "ilr", "secure-access", "secure-access"),
    (date(2023, 6, 30), "ceysp", "secure-access", "ons-direct"),
    (date(2023, 9, 28), "fewdc", "secure-access", "ons-direct"),
    (date(2023, 12, 7), "leo", "secure-access", "accreditation"),
    (date(2024, 4, 4), "cot20s", "accreditation", "accreditation"),
]


@pytest.mark.requirement("DFE-012", "DFE-064")
@pytest.mark.parametrize(("day", "name", "before", "after"), HISTORY)
def test_each_entry_of_the_update_history_routes_as_the_page_did(
    day: date, name: str, before: str | None, after: str
) -> None:
    assert way(name, on=day).channel == after
    if before is not None:
        assert way(name, on=day - timedelta(days=1)).channel == before


@pytest.mark.requirement("DFE-064")
@pytest.mark.parametrize("name", ["leo", "guie", "ceysp", "ceysp/wave-2", "fewdc", "cot20s", "working-lives"])
def test_the_same_enquiry_goes_different_ways_before_and_after_the_digital_economy_act(name: str) -> None:
    before, after = way(name, on=date(2023, 12, 6)), way(name, on=date(2023, 12, 8))
    assert before.channel != after.channel == "accreditation"
    assert after.power == "Digital Economy Act 2017, section 64" != before.power


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("leo", marks=pytest.mark.requirement("DFE-013")),
        pytest.param("guie", marks=pytest.mark.requirement("DFE-014")),
        pytest.param("ceysp", marks=pytest.mark.requirement("DFE-015")),
        pytest.param("fewdc", marks=pytest.mark.requirement("DFE-016")),
        pytest.param("cot20s", marks=pytest.mark.requirement("DFE-017")),
        pytest.param("working-lives", marks=pytest.mark.requirement("DFE-018")),
        pytest.param("ceysp/wave-2", marks=pytest.mark.requirement("DFE-019")),
    ],
)
def test_what_is_accredited_is_applied_for_at_the_accreditation_service(name: str) -> None:
    led = way(name)
    assert (led.kind, led.local) == (ChannelKind.ACCREDITATION, False)
    assert led.link in {channel.link for channel in CATALOGUE.channels}


def test_a_wave_that_the_catalogue_does_not_know_is_no_other_wave() -> None:
    assert way("ceysp/wave-9").kind is ChannelKind.CONTACT


@pytest.mark.requirement("DFE-020", "DFE-021")
@pytest.mark.parametrize("name", ["grade", "lypse", "sies", "send-futures"])
def test_a_planned_data_set_is_approved_here_until_the_day_it_is_available(name: str) -> None:
    led = way(name)
    assert (led.channel, led.why) == ("secure-access", "planned")
    planned = Offer(status="planned", channel="accreditation", clause="x", since=TODAY, until=TODAY)
    there = Offer(
        status="available",
        channel="accreditation",
        clause="x",
        since=TODAY + timedelta(days=1),
        deidentified=("individuals", "bodies-corporate"),
    )
    later = with_offer(name, planned, there)
    assert way(name, catalogue=later).local
    assert way(name, on=TODAY + timedelta(days=1), catalogue=later).channel == "accreditation"


@pytest.mark.requirement("DFE-022", "DFE-023")
@pytest.mark.parametrize("name", ["npd", "pupil-parent"])
def test_an_ambition_is_approved_here_and_shows_no_date(name: str) -> None:
    led = way(name)
    assert (led.channel, led.why) == ("secure-access", "ambition")
    assert not any(character.isdigit() for character in led.sentence)


@pytest.mark.requirement("DFE-023")
def test_no_date_can_be_written_beside_an_ambition() -> None:
    with pytest.raises(ValueError, match="an ambition has no date"):
        Offer(status="ambition", channel="accreditation", clause="x", since=TODAY, expected=date(2030, 1, 1))


@pytest.mark.requirement("DFE-005")
@pytest.mark.parametrize("flags", [(), ("individuals",), ("bodies-corporate",)])
def test_data_not_de_identified_for_both_do_not_go_under_the_act(flags: tuple[str, ...]) -> None:
    led = way("leo", catalogue=offered("leo", deidentified=flags))
    assert (led.channel, led.why) == ("secure-access", "not-de-identified")
    for missing in {"individuals", "bodies-corporate"} - set(flags):
        assert missing.replace("-", " ") in led.sentence


@pytest.mark.requirement("DFE-006")
def test_a_processor_whose_accreditation_ran_out_closes_the_channel() -> None:
    over = Accreditation(processor="ons", accredited_for="disclosure", clause="x", since=TODAY, until=TODAY)
    limited = CATALOGUE.model_copy(update={"accreditations": (over,)})
    assert way("leo", catalogue=limited).channel == "accreditation"
    led = way("leo", on=TODAY + timedelta(days=1), catalogue=limited)
    assert (led.channel, led.why) == ("secure-access", "processor-not-accredited")


@pytest.mark.requirement("DFE-004")
def test_a_new_platform_is_an_entry_and_counts_from_its_day() -> None:
    start = date(2025, 1, 1)
    service = Platform(key="ids", title="Integrated Data Service", processor="ons", clause="DFE-004", since=start)
    moved = tuple(
        one.model_copy(update={"platform": "ids"}) if one.key == "accreditation" else one
        for one in CATALOGUE.channels
    )
    later = CATALOGUE.model_copy(update={"platforms": (*CATALOGUE.platforms, service), "channels": moved})
    assert way("leo", on=start, catalogue=later).channel == "accreditation"
    assert way("leo", on=start - timedelta(days=1), catalogue=later).why == "platform-not-in-service"


@pytest.mark.requirement("DFE-025")
def test_one_variable_that_the_accredited_version_lacks_makes_it_an_application_here() -> None:
    known = offered("leo", variables=("npd/KS4_ATT8", "npd/FSMeligible"))

    def wanting(*names: str) -> Routed:
        return route(known, Enquiry(wishes=(Wish(data_set="leo", variables=names),)), TODAY)

    assert wanting("npd/KS4_ATT8", "npd/fsmELIGIBLE").channel == "accreditation"
    led = wanting("npd/KS4_ATT8", "npd/SENprovision")
    assert (led.channel, led.why) == ("secure-access", "variables-missing")
    assert "npd/SENprovision" in led.sentence


@pytest.mark.requirement("DFE-024")
@pytest.mark.parametrize("name", ["he", "ilr", "swc", "npd", "grade"])
def test_what_cannot_be_had_from_the_accreditation_service_may_be_applied_for_here(name: str) -> None:
    assert way(name).local


@pytest.mark.requirement("DFE-008", "DFE-026")
def test_secure_access_is_the_default_for_every_data_set_that_is_approved_here() -> None:
    here = [one.name for one in CATALOGUE.data_sets if way(one.name).local]
    assert here
    assert {way(name).channel for name in here} == {"secure-access"}


@pytest.mark.requirement("DFE-003")
def test_a_direct_supply_cannot_be_combined_with_accreditation() -> None:
    led = way("leo", direct=True)
    assert led.channel == "accreditation"
    assert "cannot be combined" in led.sentence


@pytest.mark.requirement("DFE-009")
def test_a_direct_supply_of_other_data_is_a_channel_of_its_own() -> None:
    assert way("npd", direct=True).channel == "direct-supply"


@pytest.mark.requirement("DFE-010", "DFE-011")
@pytest.mark.parametrize("direct", [False, True])
def test_linked_data_of_justice_lead_to_the_partner_with_the_link_to_its_form(direct: bool) -> None:
    led = way("moj-dfe", direct=direct)
    assert (led.kind, led.local) == (ChannelKind.PARTNER, False)
    assert led.form
    assert led.form in led.sentence


@pytest.mark.requirement("DFE-001")
def test_every_enquiry_ends_with_exactly_one_channel() -> None:
    names = [one.name for one in CATALOGUE.data_sets]
    keys = {channel.key for channel in CATALOGUE.channels}
    for name in names:
        for other in (*names, "no-such-data"):
            for direct in (False, True):
                assert way(name, other, direct=direct).channel in keys


def test_wishes_that_go_different_ways_end_with_a_person_who_is_told_each_way() -> None:
    led = way("leo", "npd")
    assert (led.kind, led.why) == (ChannelKind.CONTACT, "several-ways")
    assert "leo: accreditation; npd: secure-access" in led.sentence


@pytest.mark.requirement("DFE-031")
@pytest.mark.parametrize("names", [(), ("no-such-data",)])
def test_who_is_unsure_is_led_to_somebody_who_answers(names: tuple[str, ...]) -> None:
    led = way(*names)
    assert led.kind is ChannelKind.CONTACT
    assert led.contact == "data.sharing@education.gov.uk"
    assert led.contact in led.sentence


@pytest.mark.requirement("DFE-047")
def test_whom_to_ask_about_secure_access_stands_with_its_channel() -> None:
    assert way("npd").contact == "srs.customer.support@ons.gov.uk"


def test_a_data_set_of_which_nothing_was_said_is_approved_here() -> None:
    new = CATALOGUE.model_copy(update={"data_sets": (DataSet(key="new", title="New data"),)})
    assert way("new", catalogue=new).why == "nothing-offered"
