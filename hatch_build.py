"""The build hook: compiles the gazetteer of places when a wheel is built, and for an installation in place."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILE = Path("src") / "keii" / "gazetteer" / "data" / "places.npz"


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling gives its parameter no default
    """Compile what the repository does not hold: 24 MB made from two packages and keii's own tables."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the gazetteer; an installation in place keeps the one that is there (`make gazetteer` renews it)."""
        root = Path(self.root)
        if self.target_name != "wheel" or (version == "editable" and (root / FILE).exists()):
            return
        sys.path.insert(0, str(root / "src"))
        try:
            from keii.gazetteer.build import write

            write(root / FILE)
        finally:
            sys.path.remove(str(root / "src"))
