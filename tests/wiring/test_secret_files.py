"""A secret may come as a file, so that it stands in no environment; both ways at once is a mistake."""

from pathlib import Path

import pytest

from wiring.settings import SECRETS, Settings, WrongSetting

IMAP = {"SHARING_MAIL_IN": "imaps://box@mail.example/INBOX"}


def refused(**environ: str) -> str:
    with pytest.raises(WrongSetting) as wrong:
        Settings.from_env({f"SHARING_{name}": value for name, value in environ.items()})
    return str(wrong.value)


def test_every_secret_setting_may_be_given_by_a_file(tmp_path: Path) -> None:
    assert {"DATABASE_URL", "OIDC_SECRET", "SLACK_BOT_TOKEN", "MAIL_PASSWORD", "NOTIFY_KEY"} < set(SECRETS)
    for name in SECRETS:
        path = tmp_path / name
        path.write_text("sqlite:////srv/hush.db\n")
        more = {"SHARING_SLACK_TEAM": "T1", "SHARING_SLACK_APP_TOKEN": "x", "SHARING_NOTIFY_TEMPLATE": "1"}
        more.pop(f"SHARING_{name}", None)
        settings = Settings.from_env({**more, f"SHARING_{name}_FILE": str(path)})
        given = getattr(settings, name.lower())
        assert given.get_secret_value() == "sqlite:////srv/hush.db"
        assert "hush" not in repr(settings)


def test_an_empty_file_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "none").write_text("\n")
    assert Settings.from_env({"SHARING_OIDC_SECRET_FILE": str(tmp_path / "none")}).oidc_secret is None
    assert Settings.from_env({"SHARING_OIDC_SECRET_FILE": ""}).oidc_secret is None


def test_a_secret_given_both_ways_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hush")
    sentence = refused(MAIL_IN_PASSWORD="hush", MAIL_IN_PASSWORD_FILE=str(tmp_path / "key"))
    assert (
        sentence == "SHARING_MAIL_IN_PASSWORD and SHARING_MAIL_IN_PASSWORD_FILE are both set; leave one of them out."
    )


def test_a_file_that_is_not_there_is_no_empty_secret(tmp_path: Path) -> None:
    sentence = refused(OIDC_SECRET_FILE=str(tmp_path / "gone"))
    assert sentence.startswith("SHARING_OIDC_SECRET_FILE is ")
    assert "No such file or directory" in sentence


@pytest.mark.parametrize("content", [b"hush\xff", b"hush" * 20_000])
def test_what_is_in_a_wrong_file_is_not_repeated(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    assert "hush" not in refused(OIDC_SECRET_FILE=str(tmp_path / "key"))


def test_only_secrets_come_as_files() -> None:
    assert "is not a setting of this project" in refused(TASK_QUEUE_FILE="/run/secrets/queue")
