"""Versions of a catalogue: added after a look, never lost, one after the other, each scheme's for itself."""

import pytest

from policy.catalogue import Catalogue
from policy.schemes.dfe_data_sharing.catalogue import CATALOGUE
from records import CatalogueChanged, SqlRecords

KEY = "dfe-data-sharing"
OTHER = CATALOGUE.model_copy(update={"title": "Renamed"})


def test_a_scheme_without_a_version_of_its_own_has_none_on_record(kept: SqlRecords) -> None:
    assert kept.catalogue(KEY) is None
    assert kept.catalogue_versions(KEY) == ()


@pytest.mark.requirement("DFE-065", "DFE-067")
def test_the_newest_version_counts_and_the_earlier_ones_stay(kept: SqlRecords) -> None:
    assert kept.put_catalogue(KEY, CATALOGUE, "ada", "As shipped.", 0) == 1
    assert kept.put_catalogue(KEY, OTHER, "bram", "Renamed.", 1) == 2
    assert kept.put_catalogue(KEY, CATALOGUE, "ada", "Back again.", 2) == 3
    newest = kept.catalogue(KEY)
    assert newest is not None
    assert (newest.version, newest.catalogue, newest.by, newest.reason) == (3, CATALOGUE, "ada", "Back again.")
    assert [one.catalogue.title for one in kept.catalogue_versions(KEY)] == [
        CATALOGUE.title,
        "Renamed",
        CATALOGUE.title,
    ]


def test_who_looked_at_an_older_version_is_told_to_look_again(kept: SqlRecords) -> None:
    kept.put_catalogue(KEY, CATALOGUE, "ada", "As shipped.", 0)
    with pytest.raises(CatalogueChanged, match="Version 1 of this catalogue was brought in since you looked"):
        kept.put_catalogue(KEY, OTHER, "bram", "Renamed.", 0)
    assert len(kept.catalogue_versions(KEY)) == 1


def test_another_schemes_catalogue_is_untouched(kept: SqlRecords) -> None:
    kept.put_catalogue(KEY, CATALOGUE, "ada", "As shipped.", 0)
    kept.put_catalogue("another", Catalogue(), "zoe", "An empty one.", 0)
    newest = kept.catalogue(KEY)
    assert newest is not None
    assert newest.catalogue == CATALOGUE
