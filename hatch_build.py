"""The build hook: compiles the gazetteer of places and the borders of the map, for a wheel and for a checkout."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = Path("src") / "keii" / "gazetteer" / "data"
FILE, REGISTRY = DATA / "places.npz", DATA / "registry.bin"
FLOORS = Path("quality") / "floors.toml"  # what the workbench's page of quality shows
BORDERS = Path("src") / "keii" / "workbench" / "data" / "borders.json"


class CompilingHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling gives its parameter no default
    """Compile what the repository does not hold: the places of two packages, the registry, the borders of one of npm.

    An installation in place reads the registry's tables as they stand: they are being edited there.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; an installation in place keeps what is there (`make gazetteer` and `make borders` renew it)."""
        if self.target_name != "wheel":
            return
        root, editable = Path(self.root), version == "editable"
        sys.path.insert(0, str(root / "src"))
        try:
            from keii.errors import DataError
            from keii.gazetteer.build import write
            from keii.gazetteer.compiling import compile_registry
            from keii.workbench.build import write as write_borders

            if not (editable and (root / FILE).exists()):
                write(root / FILE)
            if not (editable and (root / BORDERS).exists()):
                try:
                    write_borders(root / BORDERS, root)
                except DataError as error:  # a checkout without npm is one whose map lacks its borders
                    if not editable:
                        raise
                    self.app.display_warning(str(error))
            if not editable:
                compile_registry(root / REGISTRY)
                build_data["force_include"][str(root / FLOORS)] = "keii/workbench/data/floors.toml"
        finally:
            sys.path.remove(str(root / "src"))
