"""Settings have a default for one machine, and a sentence for whatever is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from wiring.settings import PREFIX, SAMPLE_DIRECTORY, Environment, Settings, WrongSetting

SETTINGS = [PREFIX + field.upper() for field in Settings.model_fields]


def refused(**environ: str) -> str:
    """What is said against these variables, named without their prefix."""
    with pytest.raises(WrongSetting) as wrong:
        Settings.from_env({PREFIX + name: value for name, value in environ.items()})
    return str(wrong.value)


def test_nothing_need_be_set_on_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_env({"PATH": "/usr/bin", "HOME": "/root"})
    assert settings.local
    assert settings.data_dir == tmp_path / ".data"
    assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path}/.data/records.db"
    assert settings.signing_key_path == tmp_path / ".data" / "desk.key"
    assert settings.documents_dir == tmp_path / ".data" / "documents"
    assert settings.directory_path == SAMPLE_DIRECTORY
    assert settings.temporal_address == "127.0.0.1:7233"
    assert settings.temporal_namespace == "default"
    assert settings.temporal_ui == "http://127.0.0.1:8233"


def test_what_lives_in_the_data_folder_moves_with_it() -> None:
    settings = Settings.from_env({"SHARING_DATA_DIR": "/srv/sharing"})
    assert settings.database_url.get_secret_value() == "sqlite:////srv/sharing/records.db"
    assert settings.signing_key_path == Path("/srv/sharing/desk.key")
    assert settings.documents_dir == Path("/srv/sharing/documents")


def test_everything_can_be_set() -> None:
    settings = Settings.from_env(
        {
            "SHARING_ENVIRONMENT": "production",
            "SHARING_SERVICE_NAME": "Data requests",
            "SHARING_DATA_DIR": "/srv/sharing",
            "SHARING_DATABASE_URL": "postgresql+psycopg://sharing:hush@db/sharing",
            "SHARING_DOCUMENTS_DIR": "/srv/documents",
            "SHARING_SIGNING_KEY_PATH": "/run/secrets/desk.key",
            "SHARING_DIRECTORY_PATH": "/etc/sharing/directory.yaml",
            "SHARING_TEMPORAL_ADDRESS": "[::1]:7233",
            "SHARING_TEMPORAL_NAMESPACE": "sharing",
            "SHARING_TEMPORAL_UI": "https://temporal.example/ui/",
            "SHARING_TASK_QUEUE": "requests",
        }
    )
    assert settings.environment is Environment.PRODUCTION
    assert not settings.local
    assert settings.service_name == "Data requests"
    assert settings.database_url.get_secret_value() == "postgresql+psycopg://sharing:hush@db/sharing"
    assert settings.documents_dir == Path("/srv/documents")
    assert settings.signing_key_path == Path("/run/secrets/desk.key")
    assert settings.directory_path == Path("/etc/sharing/directory.yaml")
    assert settings.temporal_address == "[::1]:7233"
    assert settings.temporal_namespace == "sharing"
    assert settings.temporal_ui == "https://temporal.example/ui"
    assert settings.task_queue == "requests"


def test_an_empty_variable_is_an_unset_one() -> None:
    assert Settings.from_env(dict.fromkeys(SETTINGS, " ")) == Settings.from_env({})


def test_production_has_no_sample_people() -> None:
    assert refused(ENVIRONMENT="production") == (
        "SHARING_DIRECTORY_PATH is not set; in production, write the path of the file that says who holds "
        "which office."
    )


def test_a_misspelt_variable_is_not_passed_over() -> None:
    assert refused(DATABSE_URL="sqlite:////x.db") == (
        "SHARING_DATABSE_URL is not a setting of this project. Did you mean SHARING_DATABASE_URL?"
    )
    assert refused(QQQQQQQQ="1").startswith(
        "SHARING_QQQQQQQQ is not a setting of this project. Known are: SHARING_ENVIRONMENT, "
    )


@pytest.mark.parametrize("value", ["Production", "prod", "staging"])
def test_there_are_two_environments(value: str) -> None:
    assert refused(ENVIRONMENT=value) == f"SHARING_ENVIRONMENT is {value!r}; write 'local' or 'production'."


@pytest.mark.parametrize("value", ["7233", "localhost", "localhost:", ":7233", "host:0", "host:65536", "h:²"])
def test_a_temporal_address_is_a_host_and_a_port(value: str) -> None:
    assert refused(TEMPORAL_ADDRESS=value) == (
        f"SHARING_TEMPORAL_ADDRESS is {value!r}; write a host and a port, such as '127.0.0.1:7233'."
    )


def test_a_temporal_address_is_not_a_web_address() -> None:
    assert "write a host and a port" in refused(TEMPORAL_ADDRESS="http://localhost:7233")


@pytest.mark.parametrize("value", ["localhost:8233", "ftp://host", "http://", "http://host:port", "http://[::1"])
def test_the_ui_has_a_web_address(value: str) -> None:
    assert refused(TEMPORAL_UI=value) == (
        f"SHARING_TEMPORAL_UI is {value!r}; write a web address, such as 'http://127.0.0.1:8233'."
    )


@pytest.mark.parametrize("value", ["mysql://root:hush@db/x", "postgres://u:hush@db/x", "records.db", "sqlite://"])
def test_a_wrong_database_is_refused_without_repeating_its_password(value: str) -> None:
    sentence = refused(DATABASE_URL=value)
    assert sentence.startswith("SHARING_DATABASE_URL is not a database that the records can be kept in; write ")
    assert "hush" not in sentence


def test_the_database_password_is_not_printed() -> None:
    settings = Settings.from_env({"SHARING_DATABASE_URL": "postgresql://sharing:hush@db/sharing"})
    assert "hush" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_names_and_paths_are_of_one_line() -> None:
    assert refused(SERVICE_NAME="a\nb") == ("SHARING_SERVICE_NAME holds a control character; write it on one line.")
    assert refused(DATA_DIR="a\0b") == ("SHARING_DATA_DIR holds a NUL character; write the path of a file or folder.")


def test_a_home_folder_that_does_not_exist_is_named() -> None:
    assert refused(DATA_DIR="~nobody-here/data") == (
        "SHARING_DATA_DIR is '~nobody-here/data', but there is no such home folder; write the path in full."
    )


def test_settings_do_not_change_once_read() -> None:
    settings = Settings.from_env({})
    with pytest.raises(ValidationError):
        settings.task_queue = "other"  # type: ignore[misc]


@given(name=st.sampled_from(SETTINGS), value=st.text())
def test_whatever_is_written_there_is_a_setting_or_a_sentence(name: str, value: str) -> None:
    sentence = f"{name} is fine."
    try:
        Settings.from_env({name: value})
    except WrongSetting as wrong:
        sentence = str(wrong)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
