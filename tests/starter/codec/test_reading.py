"""Who may have history decoded: staff in office, from the Temporal UI's pages; and every reading is logged."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio
from google.protobuf.json_format import MessageToDict, ParseDict
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from temporalio.api.common.v1 import Payload, Payloads

from starter.codec.app import Ground, make
from starter.codec.readers import AtHome, Issuer, Readers, Staff
from starter.codec.serving import check
from tests.starter.codec.issuer import ADDRESS, CLIENT, Provider
from tests.workflows.ciphers import a_ring
from wiring.decoding import Decoder
from wiring.directory import Directory, Office, read
from wiring.encryption import Encryption
from wiring.logs import Lines
from wiring.settings import SAMPLE_DIRECTORY, Settings, WrongSetting

UI = "https://temporal.example"
RING = a_ring()
SECRET = "The Trust would rather not say."
PETRA = "petra@ons.example"
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
DIRECTORY = read(SAMPLE_DIRECTORY)


@pytest.fixture
def provider() -> Provider:
    return Provider()


def served(readers: Readers, address: str = "https://codec.example") -> httpx.AsyncClient:
    app = make(Ground(Decoder(lambda: RING, "sharing"), readers, f"{UI}/"))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=address)


def staff(http: httpx.AsyncClient, directory: Directory) -> Staff:
    return Staff(Issuer(ADDRESS, http), CLIENT, lambda: directory, lambda: AT)


@pytest_asyncio.fixture
async def server(provider: Provider) -> AsyncIterator[httpx.AsyncClient]:
    """The codec server as it runs in production."""
    async with (
        provider.http() as http,
        served(Staff(Issuer(ADDRESS, http), CLIENT, lambda: DIRECTORY, lambda: AT)) as c,
    ):
        yield c


async def history() -> dict[str, Any]:
    """A payload as the server has it, as the UI sends it."""
    codec = Encryption(lambda: RING, "sharing", "ONS-2026-0001")
    said = Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(SECRET).encode())
    return MessageToDict(Payloads(payloads=await codec.encode([said])))


async def ask(server: httpx.AsyncClient, token: str, way: str = "decode", **headers: str) -> httpx.Response:
    """The UI asks, as it does in a browser of staff."""
    told = {"origin": UI, "x-namespace": "sharing", "authorization": f"Bearer {token}", **headers}
    return await server.post(f"/{way}?preserveStorageRefs=true", json=await history(), headers=told)


async def test_staff_in_office_read_history_in_the_ui_and_it_is_logged_without_what_they_read(
    server: httpx.AsyncClient, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "starter.codec"):
        answer = await ask(server, provider.token(email=PETRA))
    assert answer.status_code == 200
    (payload,) = ParseDict(answer.json(), Payloads()).payloads
    assert json.loads(payload.data) == SECRET
    assert answer.headers["access-control-allow-origin"] == UI
    assert answer.headers["cache-control"] == "no-store"
    (line,) = [record for record in caplog.records if record.name == "starter.codec"]
    assert SECRET not in line.getMessage()
    logged = json.loads(Lines().format(line))
    assert {name: logged[name] for name in logged if name not in ("at", "level", "message", "reference")} == {
        "event": "payloads-decoded",
        "reader": "petra",
        "namespace": "sharing",
        "payloads": 1,
        "unread": 0,
        "requests": ["ONS-2026-0001"],
    }


async def test_who_is_not_told_of_in_the_token_is_asked_of_the_provider(
    server: httpx.AsyncClient, provider: Provider
) -> None:
    provider.tells = {"sub": "1", "email": PETRA}
    assert (await ask(server, provider.token())).status_code == 200
    provider.tells = {"sub": "2", "email": PETRA}
    assert (await ask(server, provider.token())).status_code == 401
    provider.tells = {}
    assert (await ask(server, provider.token())).status_code == 403


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"email": "rae@wexbridge.example"}, 403),
        ({"email": "thea@records.example"}, 403),
        ({"email": "nobody@ons.example"}, 403),
        ({"email": PETRA, "email_verified": False}, 403),
        ({"email": PETRA, "azp": "another-program"}, 403),
        ({"email": PETRA, "azp": None, "aud": None}, 403),
        ({"email": PETRA, "iss": "https://other.example"}, 401),
        ({"email": PETRA, "exp": 1_700_000_000}, 401),
        ({"email": PETRA, "exp": None}, 401),
    ],
)
async def test_whoever_is_not_of_staff_in_office_or_comes_with_another_token_reads_nothing(
    server: httpx.AsyncClient, provider: Provider, claims: dict[str, Any], status: int
) -> None:
    answer = await ask(server, provider.token(**claims))
    assert answer.status_code == status
    assert answer.text.endswith(".")
    assert (await ask(server, provider.token(**claims), "encode")).status_code == status


async def test_a_token_that_the_provider_did_not_sign_is_refused(
    server: httpx.AsyncClient, provider: Provider
) -> None:
    forged = provider.token(RSAKey.generate_key(2048, {"kid": "first"}), email=PETRA)
    claims = {"iss": ADDRESS, "azp": CLIENT, "exp": 4_000_000_000, "email": PETRA}
    shared = jwt.encode({"alg": "HS256", "kid": "first"}, claims, OctKey.import_key("x" * 64))
    for token in (forged, shared, "", "not.a.token", "\x7f"):
        assert (await ask(server, token)).status_code == 401
    assert (await ask(server, "", authorization="Basic cGV0cmE6")).status_code == 401


async def test_the_provider_s_new_key_is_fetched_when_a_token_names_it(
    server: httpx.AsyncClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await ask(server, provider.token(email=PETRA))).status_code == 200
    provider.turn_key()
    assert (await ask(server, provider.token(email=PETRA))).status_code == 401
    asked = provider.asked.count("/keys")
    await ask(server, provider.token(email=PETRA))
    assert provider.asked.count("/keys") == asked, "it is not asked again for every stranger's token"
    monkeypatch.setattr("starter.codec.readers.AGAIN", 0.0)
    assert (await ask(server, provider.token(email=PETRA))).status_code == 200


async def test_a_provider_that_is_away_or_calls_itself_otherwise_lets_nobody_in(
    server: httpx.AsyncClient, provider: Provider
) -> None:
    provider.away = True
    assert (await ask(server, provider.token(email=PETRA))).status_code == 503
    provider.away, provider.name = False, "https://other.example"
    assert (await ask(server, provider.token(email=PETRA))).status_code == 401


async def test_who_left_their_office_reads_nothing_from_then_on(provider: Provider) -> None:
    gone = (Office(office="legal", until=AT.date().replace(day=1)),)
    people = tuple(
        one.model_copy(update={"offices": gone}) if one.key == "petra" else one for one in DIRECTORY.people
    )
    later = DIRECTORY.model_copy(update={"people": people})
    async with (
        provider.http() as http,
        served(Staff(Issuer(ADDRESS, http), CLIENT, lambda: later, lambda: AT)) as server,
    ):
        assert (await ask(server, provider.token(email=PETRA))).status_code == 403


async def test_pages_of_other_sites_may_not_even_ask(server: httpx.AsyncClient) -> None:
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,x-namespace"}
    ours = await server.options("/decode", headers={"origin": UI, **asked})
    assert (ours.status_code, ours.headers["access-control-allow-origin"]) == (200, UI)
    assert "authorization" in ours.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in ours.headers
    for other in ("https://evil.example", f"{UI}.evil.example", "null"):
        theirs = await server.options("/decode", headers={"origin": other, **asked})
        assert theirs.status_code == 400
        assert "access-control-allow-origin" not in theirs.headers


async def test_what_an_operator_types_is_sent_on_as_they_typed_it(
    server: httpx.AsyncClient, provider: Provider
) -> None:
    told = {"origin": UI, "x-namespace": "sharing", "authorization": f"Bearer {provider.token(email=PETRA)}"}
    words = {"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "ImNsb3NlIGl0Ig=="}]}
    answer = await server.post("/encode", json=words, headers=told)
    assert answer.json() == words, "nobody is lent the keys"


async def test_what_is_no_list_of_payloads_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("starter.codec.app.LARGEST", 1_000)
    async with served(AtHome(), "http://127.0.0.1:8406") as server:
        assert (await server.post("/decode", content=b"nothing")).status_code == 400
        assert (await server.post("/decode", content=b"[" * 1_001)).status_code == 413


async def test_at_home_nobody_signs_in_and_no_other_name_leads_there() -> None:
    async with served(AtHome(), "http://127.0.0.1:8406") as server:
        answer = await server.post("/decode", json=await history(), headers={"x-namespace": "sharing"})
        assert answer.status_code == 200
        bound = await server.post("/decode", json=await history(), headers={"host": "rebound.example:8406"})
        assert bound.status_code == 403


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"CODEC_KEYS": ""}, "nothing has to be decoded"),
        ({"CODEC_LISTEN": "0.0.0.0:8406"}, "only heard at 127.0.0.1"),
        ({"ENVIRONMENT": "production"}, "SHARING_OIDC_ISSUER is not set"),
        ({"ENVIRONMENT": "production", "OIDC_ISSUER": ADDRESS, "OIDC_CLIENT": "pages"}, "SHARING_CODEC_CLIENT"),
    ],
)
def test_it_does_not_start_where_strangers_could_have_history_decoded(settings: dict[str, str], why: str) -> None:
    given = {"CODEC_KEYS": "/keys", "DIRECTORY_PATH": "/people.yaml", **settings}
    with pytest.raises(WrongSetting, match=why):
        check(Settings.from_env({f"SHARING_{name}": value for name, value in given.items()}))
