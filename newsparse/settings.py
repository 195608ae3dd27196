"""The settings: ``defaults.toml`` holds every default, a user's file is read over it."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newsparse.errors import SettingsError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Settings"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InputSettings(_Section):
    """How input is read."""

    max_size: int = Field(gt=0)


class FieldSettings(_Section):
    """Which fields of a row (JSON, CSV) hold what."""

    text: tuple[str, ...]
    title: tuple[str, ...]
    url: tuple[str, ...]
    published_at: tuple[str, ...]
    id: tuple[str, ...]


class LayoutSettings(_Section):
    """What counts as page furniture."""

    keep: tuple[str, ...]


class ScriptSettings(_Section):
    """How traditional text is converted."""

    quotation_marks: Literal["keep", "mainland"]


class SegmentationSettings(_Section):
    """How text is cut into words."""

    engine: Literal["rjieba", "jieba"]


class EntitySettings(_Section):
    """Where names come from."""

    model: bool
    gazetteers: tuple[Path, ...]


class BatchSettings(_Section):
    """How many articles are worked on; nothing here but `duplicates` and `similarity` changes a record."""

    time_limit: float = Field(gt=0)
    memory_limit: int = Field(gt=0)
    flush: int = Field(gt=0)
    duplicates: Literal["exact", "near", "off"]
    similarity: float = Field(gt=0, le=1)


class Settings(_Section):
    """All settings; frozen and hashable, so that one loaded pipeline can serve all calls with equal settings."""

    input: InputSettings
    fields: FieldSettings
    layout: LayoutSettings
    script: ScriptSettings
    segmentation: SegmentationSettings
    entities: EntitySettings
    batch: BatchSettings

    @classmethod
    def default(cls) -> Settings:
        """Give the settings of ``defaults.toml``."""
        return _default()

    @classmethod
    def read(cls, path: str | Path) -> Settings:
        """Read a TOML file over the defaults.

        Raises
        ------
        SettingsError
            ``NE301`` if the file cannot be read, is not TOML, or sets what is not in ``defaults.toml``.
        """
        try:
            changes = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError("NE301", f"{path}: {error}") from error
        return cls.default().changed(changes)

    def changed(self, changes: dict[str, Any]) -> Settings:
        """Give a copy with some values changed: ``settings.changed({"entities": {"model": False}})``.

        Raises
        ------
        SettingsError
            ``NE301`` if a name or a value is not allowed.
        """
        values = self.model_dump()
        for section, table in changes.items():
            if not isinstance(table, dict):
                raise SettingsError("NE301", f"{section}: expected a table")
            values[section] = {**values.get(section, {}), **table}
        try:
            return Settings.model_validate(values)
        except ValidationError as error:
            raise SettingsError("NE301", str(error)) from error


@cache
def _default() -> Settings:
    text = files("newsparse").joinpath("defaults.toml").read_text(encoding="utf-8")
    return Settings.model_validate(tomllib.loads(text))
