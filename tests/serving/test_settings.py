"""Settings: what is wrong is named, all at once, and the table in the manual is the code's own."""

from dataclasses import fields
from pathlib import Path

import pytest

from serving.settings import Settings, WrongSettings, read_settings, settings_table

ROOT = Path(__file__).parents[2]


def test_without_variables_every_setting_has_its_default():
    assert read_settings({"HOME": "/", "PATH": "/bin"}) == Settings()
    assert Settings().frame_ancestors == ("'self'",)


def test_the_manual_shows_the_settings_as_the_code_has_them():
    assert settings_table() in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_example_for_operators_names_settings_only():
    lines = (ROOT / "deploy" / "operator.env.example").read_text(encoding="utf-8").splitlines()
    named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert {name.lower() for name in named} <= {field.name for field in fields(Settings)}
    assert {name.lower() for name in named} >= {name.lower() for name in Settings().unfilled}
    read_settings(named)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("PORT", "80", 80),
        ("PUBLIC_ADDRESS", "https://weltweit.karlsruhe.example/", "https://weltweit.karlsruhe.example"),
        ("PUBLIC_ADDRESS", "", ""),
        ("ALLOWED_HOSTS", "A.example, *.b.example [::1]", ("a.example", "*.b.example", "[::1]")),
        ("FRAME_ANCESTORS", "'self' https://www.karlsruhe.example", ("'self'", "https://www.karlsruhe.example")),
        ("FRAME_ANCESTORS", "none", ("'none'",)),
        ("TRUSTED_PROXIES", "10.0.0.0/8 ::1", ("10.0.0.0/8", "::1/128")),
        ("BEHIND_TLS", "yes", True),
        ("MAX_UPLOAD_MB", "5", 5),
        ("OPERATOR_NAME", " Stadt Karlsruhe ", "Stadt Karlsruhe"),
        ("OPERATOR_EMAIL", "amt@karlsruhe.example", "amt@karlsruhe.example"),
    ],
)
def test_a_good_value_is_read(name, value, read):
    assert getattr(read_settings({name: value}), name.lower()) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADDRESS", ""),
        ("ADDRESS", "http://localhost"),
        *(("PORT", value) for value in ("", "http", "0", "65536", "²")),
        ("PUBLIC_ADDRESS", "weltweit.karlsruhe.example"),
        ("PUBLIC_ADDRESS", "https://a.example?x=y"),
        ("PUBLIC_ADDRESS", "https://me@a.example"),
        ("PUBLIC_ADDRESS", "https://a.example:port"),
        ("ALLOWED_HOSTS", "https://a.example"),
        ("ALLOWED_HOSTS", "a.example:80"),
        ("FRAME_ANCESTORS", ""),
        ("FRAME_ANCESTORS", "none self"),
        ("FRAME_ANCESTORS", "https://a.example; script-src *"),
        ("FRAME_ANCESTORS", "*"),
        ("TRUSTED_PROXIES", "proxy"),
        ("BEHIND_TLS", "true"),
        ("MAX_UPLOAD_MB", "101"),
        ("MAX_UPLOAD_MB", "-1"),
        ("ENVIRONMENT", "prod"),
        ("LOG_LEVEL", "INFO"),
        ("LOG_FORMAT", "xml"),
        ("OPERATOR_EMAIL", "amt"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_must_be(name, value):
    with pytest.raises(WrongSettings) as caught:
        read_settings({name: value})
    assert f"{name} must be " in str(caught.value)
    assert str(caught.value).endswith(f'but is "{value}".')


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("PUBLIC_ADRESS", "PUBLIC_ADDRESS"), ("ADRESS", "ADDRESS"), ("OPERATOR_MAIL", "OPERATOR_EMAIL"), ("Log_Level", "LOG_LEVEL")],
)
def test_a_slip_of_the_pen_is_named_with_what_was_meant(slip, meant):
    with pytest.raises(WrongSettings, match=rf"{slip} is not a setting; did you mean {meant}\?"):
        read_settings({slip: "x"})


@pytest.mark.parametrize(
    "name", ["HOST", "POST", "SUPERVISOR", "KUBERNETES_SERVICE_PORT", "LOGNAME", "STREAMLIT_SERVER_PORT", "MAIL", "DASHBOARD_PORT"]
)
def test_variables_of_other_programs_are_left_alone(name):
    assert read_settings({name: "x"}) == Settings()


def test_every_fault_stands_in_one_message():
    with pytest.raises(WrongSettings) as caught:
        read_settings({"PORT": "x", "BEHIND_TLS": "maybe", "PUBLIC_ADRESS": "y"})
    assert all(name in str(caught.value) for name in ("PORT", "BEHIND_TLS", "PUBLIC_ADRESS"))


def test_what_the_imprint_lacks_is_told():
    assert "OPERATOR_NAME" in Settings().unfilled
    assert "OPERATOR_PHONE" not in Settings().unfilled
    assert "OPERATOR_NAME" not in read_settings({"OPERATOR_NAME": "Stadt Karlsruhe"}).unfilled


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (None, "No such file"),
        ("x = [", "TOML file that this server can read"),
        ("[general]\n", "cookie_secret"),
        ('[auth]\nredirect_uri = "https://x/oauth2callback"\n', "client_id, client_secret, server_metadata_url missing"),
    ],
)
def test_a_login_that_cannot_work_stops_the_start_instead_of_leaving_the_door_open(tmp_path, content, named):
    file = tmp_path / "secrets.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(WrongSettings, match="SECRETS_FILE must be") as caught:
        read_settings({"SECRETS_FILE": str(file)})
    assert named in str(caught.value)


def test_a_complete_login_is_taken(tmp_path):
    keys = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
    (tmp_path / "secrets.toml").write_text("[auth]\n" + "".join(f'{key} = "x"\n' for key in keys), encoding="utf-8")
    assert read_settings({"SECRETS_FILE": str(tmp_path / "secrets.toml")}).secrets_file
