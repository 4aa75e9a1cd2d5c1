"""Keys for encrypting history, from the command line: made, rotated, listed, dropped."""

from pathlib import Path

from tests.starter.shell import Shell


def test_a_key_is_made_then_another_that_takes_its_place_a_day_later(tmp_path: Path) -> None:
    shell, path = Shell(tmp_path), str(tmp_path / "codec.keys")
    assert shell("codec", "new-key", path).code == 0
    (first,) = shell("codec", "keys", path).out.splitlines()
    assert first.endswith("encrypts and decrypts")
    assert shell("codec", "new-key", path).code == 0
    listed = shell("codec", "keys", path).out.splitlines()
    assert listed[0] == first
    assert listed[1].endswith("UTC  decrypts")
    assert shell("codec", "new-key", path, "--after-hours", "0").code == 0
    assert shell("codec", "keys", path).out.splitlines()[2].endswith("encrypts and decrypts")


def test_a_key_is_dropped_only_when_another_encrypts_and_with_open_eyes(tmp_path: Path) -> None:
    shell = Shell(tmp_path, SHARING_CODEC_KEYS=str(tmp_path / "codec.keys"))
    shell("codec", "new-key")
    old = shell("codec", "keys").out.split()[0]
    assert "encrypts now" in shell("codec", "drop", old, "--yes").err
    shell("codec", "new-key", "--after-hours", "0")
    assert "stand still for ever" in shell("codec", "drop", old).err
    assert shell("codec", "drop", "another", "--yes").code == 1
    assert shell("codec", "drop", old, "--yes").code == 0
    assert shell("codec", "keys").out.splitlines()[0].endswith("dropped")


def test_no_secret_is_ever_shown(tmp_path: Path) -> None:
    shell, path = Shell(tmp_path), tmp_path / "codec.keys"
    told = shell("codec", "new-key", str(path))
    listed = shell("codec", "keys", str(path))
    for line in path.read_text().splitlines():
        if '"secret"' in line or '"ring"' in line:
            secret = line.split('"')[3]
            assert secret not in told.out + told.err + listed.out


def test_without_a_file_to_keep_it_in_no_key_is_made(tmp_path: Path) -> None:
    told = Shell(tmp_path)("codec", "new-key")
    assert told.code == 2
    assert "SHARING_CODEC_KEYS" in told.err
