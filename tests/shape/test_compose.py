"""The compose file knows every setting, keeps no secret, pins every image and looks after every service."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from starter.codec.serving import check
from tests.shape import compose
from wiring.codec_keys import CODE, NAME, Ring, read
from wiring.secret_files import SUFFIX
from wiring.settings import PREFIX, SECRETS, Settings, WrongSetting

KNOWN = {PREFIX + field.upper() for field in Settings.model_fields}
BY_FILE = {PREFIX + name + SUFFIX for name in SECRETS}


def test_every_setting_is_set_or_said_to_be_not_needed() -> None:
    left_out = set(compose.whole()["x-not-set"])
    assert left_out <= KNOWN
    for name, service in compose.ours().items():
        there = {
            variable.removesuffix(SUFFIX) if variable in BY_FILE else variable for variable in service["environment"]
        }
        assert there & left_out == set(), name
        assert KNOWN - there == left_out, name


def test_every_variable_is_known_to_the_code() -> None:
    for service in compose.ours().values():
        assert set(service["environment"]) <= KNOWN | BY_FILE


def test_the_codec_server_is_given_the_keys_of_history_and_no_other_secret(tmp_path: Path) -> None:
    service = compose.services()["codec"]
    assert service["secrets"] == ["codec-keys"]
    assert set(compose.built()) - set(compose.ours()) == {"codec"}
    environment = compose.environment("codec", TEMPORAL_UI_OIDC_ISSUER="https://id.example")
    with pytest.raises(WrongSetting, match="SHARING_OIDC_CLIENT"):
        Settings.from_env(environment)
    environment = compose.environment(
        "codec", TEMPORAL_UI_OIDC_ISSUER="https://id.example", TEMPORAL_UI_OIDC_CLIENT="ui"
    )
    check(Settings.from_env(environment))
    with pytest.raises(WrongSetting, match="identity provider"):
        check(Settings.from_env(compose.environment("codec")))


def test_every_secret_comes_from_a_file_that_the_service_is_given() -> None:
    for service in compose.ours().values():
        environment = service["environment"]
        assert not [name for name in SECRETS if PREFIX + name in environment]
        for variable in BY_FILE & set(environment):
            place = Path(environment[variable])
            assert place.parent == Path("/run/secrets")
            assert place.name in service["secrets"]
    for name, secret in compose.whole()["secrets"].items():
        assert secret == {"file": f"./deploy/secrets/{name}"}


def test_no_password_stands_in_the_file_and_none_has_a_default() -> None:
    for name, service in compose.services().items():
        for variable, value in service.get("environment", {}).items():
            if re.search("PASS|PWD|SECRET|TOKEN|KEY", variable) and not variable.endswith(
                ("_FILE", "_PATH", "_RING")
            ):
                assert re.fullmatch(r"\$\{\w+:-\}|/run/secrets/[\w-]+|true", str(value)), f"{name}: {variable}"
    assert "://sharing:" not in compose.FILE.read_text()


def test_the_settings_of_the_file_stand_once_its_secrets_lie_there(tmp_path: Path) -> None:
    for name, service in compose.ours().items():
        environment = compose.environment(name)
        for variable in BY_FILE & set(environment):
            (tmp_path / Path(environment[variable]).name).write_text("")
            environment[variable] = str(tmp_path / Path(environment[variable]).name)
        (tmp_path / "records-url").write_text("postgresql+psycopg://sharing:hush@postgres:5432/sharing\n")
        settings = Settings.from_env(environment)
        assert not settings.local
        assert settings.database_url.get_secret_value().endswith("@postgres:5432/sharing")
        assert settings.temporal_address == "temporal:7233"
        assert settings.slack_bot_token is None, f"an empty secret is none: {service['command']}"


def test_without_its_secrets_nothing_starts() -> None:
    with pytest.raises(
        WrongSetting, match="SHARING_DATABASE_URL_FILE is '/run/secrets/records-url', which cannot be read"
    ):
        Settings.from_env(compose.environment("worker"))


def test_every_image_is_pinned_to_a_version() -> None:
    for name, service in compose.services().items():
        if name not in compose.built():
            assert re.search(r":v?\d+\.\d+(\.\d+)?(-\w+)?$", service["image"]), name


def test_every_service_that_goes_on_is_looked_after_and_every_other_says_that_it_is_not() -> None:
    for name, service in compose.services().items():
        check = service["healthcheck"]
        if name in compose.lasting():
            assert check["test"][0] in ("CMD", "CMD-SHELL"), name
            assert "stop_grace_period" in service or name == "temporal-ui", name
            assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}, name
        else:
            assert check == {"disable": True}, name
            assert service["restart"].startswith("on-failure"), name


def test_two_workers_run() -> None:
    assert compose.services()["worker"]["deploy"]["replicas"] == 2
    assert not [name for name, service in compose.services().items() if "container_name" in service]


def test_a_container_may_do_little_and_ours_write_only_where_state_lies() -> None:
    for name, service in compose.services().items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["cap_drop"] == ["ALL"], name
    for name, service in compose.ours().items():
        assert service["read_only"] is True, name
        assert [one for one in service["volumes"] if not one.endswith(":ro")] == ["data:/data"], name


def test_no_port_is_open_to_other_machines() -> None:
    for service in compose.services().values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_whoever_waits_for_a_service_waits_for_one_that_is_looked_after_or_ends() -> None:
    for name, service in compose.services().items():
        for other, how in service.get("depends_on", {}).items():
            ends = "service_healthy" if other in compose.lasting() else "service_completed_successfully"
            assert how["condition"] == ends, f"{name} waits for {other}"


def test_the_example_names_only_variables_that_the_file_reads() -> None:
    lines = (compose.HOUSE / "deploy" / "example.env").read_text().splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert named
    assert named <= compose.variables()


def test_the_secrets_are_made_once_with_every_file_that_the_compose_file_names(tmp_path: Path) -> None:
    shutil.copy(compose.HOUSE / "deploy" / "secrets.sh", tmp_path)

    def make() -> dict[str, str]:
        subprocess.run(["sh", tmp_path / "secrets.sh"], check=True, capture_output=True)
        return {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    made = make()
    assert set(made) == set(compose.whole()["secrets"])
    passwords = [made[name] for name in made if name.endswith("s-password") or name == "temporal-password"]
    assert len(set(passwords)) == len(passwords)
    assert min(map(len, passwords)) >= 32
    assert made["records-password"] in made["records-url"]
    ring = read(tmp_path / "secrets" / "codec-keys")
    (key,) = ring.keys
    assert ring.encrypting(key.used_from).id == key.id
    assert len(key.id) == NAME + CODE
    another = Ring(ring.kept.model_copy(update={"keys": ()}))
    assert another.known(key.id).to_come, "others know it for a key of theirs before it reaches them"
    assert make() == made, "what is there is never made anew"
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0


def test_compose_itself_accepts_the_file() -> None:
    program = shutil.which("docker-compose")
    assert program is not None, "docker-compose is not installed; .ci/run installs it"
    profiles = [word for name in ("web", "slack", "mail", "ui") for word in ("--profile", name)]
    told = subprocess.run(
        [program, *profiles, "config", "--quiet"], cwd=compose.HOUSE, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
