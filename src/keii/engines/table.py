"""The engines, in one table; each is a function `start(workers, cluster)` in a module of its own."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType
from typing import cast

from keii.engines.contract import Engine
from keii.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One engine: the module that starts it, the package that it needs, and what an address of it looks like."""

    module: str
    package: str | None = None  # of the extra of keii that is called as the engine
    address: str | None = None  # None: it runs on this machine only


ENGINES: Mapping[str, Kind] = MappingProxyType({
    "local": Kind(module="processes"),
    "dask": Kind(module="on_dask", package="distributed", address="tcp://HOST:8786"),
    "ray": Kind(module="on_ray", package="ray", address="auto"),
    "spark": Kind(module="on_spark", package="pyspark", address="spark://HOST:7077"),
})


def start(name: str, *, workers: int, cluster: str | None = None, preload: bool = True) -> Engine:
    """Return an engine with so many processes of this machine, or on the `cluster` of an address.

    Without `preload` processes of this machine load no model before one is asked for. Raises UsageError as `checked`
    does.
    """
    if name == "local" and not preload and cluster is None:
        from keii.engines.processes import Processes

        return Processes(workers, preload=False)
    module = importlib.import_module(f"keii.engines.{checked(name, cluster=cluster).module}")
    return cast(Callable[[int, str | None], Engine], module.start)(workers, cluster)


def checked(name: str, *, cluster: str | None = None) -> Kind:
    """Return an engine's row, without starting it.

    Raises UsageError when there is no such engine, when its package is missing or when it has no clusters.
    """
    kind = ENGINES.get(name)
    if kind is None:
        raise UsageError(f"engine «{name}» is not known.", where="--engine", remedy=f"Known: {', '.join(ENGINES)}.")
    if cluster is not None and kind.address is None:
        raise UsageError("this engine runs on this machine only.", where="--cluster",
                         remedy="Name another one: --engine dask, ray or spark.")
    if kind.package and find_spec(kind.package) is None:
        raise UsageError(f"the engine needs the package {kind.package}, which is not installed.", where="--engine",
                         remedy=f"Install it with: pip install 'keii[{name}]'")
    return kind
