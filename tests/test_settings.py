"""Settings: one file of defaults, the user's file over it, mistakes named."""

from pathlib import Path

import pytest

from newsparse.errors import SettingsError
from newsparse.settings import Settings


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[entities]\nmodel = false\n", encoding="utf-8")
    settings = Settings.read(file)
    assert settings.entities.model is False
    assert settings.input == Settings.default().input
    assert Settings.default().entities.model is True


@pytest.mark.parametrize(
    "text", ["[entities]\nmodle = false\n", "[input]\nmax_size = -1\n", "input = 3\n", "[input\n", "[colour]\nx = 1\n"]
)
def test_a_mistake_has_a_code(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="NE301"):
        Settings.read(file)


def test_a_file_that_is_not_there_has_a_code(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="NE301"):
        Settings.read(tmp_path / "none.toml")


def test_equal_settings_are_one_key() -> None:
    assert hash(Settings.default()) == hash(Settings.default().changed({}))
