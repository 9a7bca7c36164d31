import os
import subprocess
import sys
from pathlib import Path

LOADS = "from keii.encoder.engine import engine; engine()"


def test_the_engine_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    """onnxruntime would keep a device's number and a queue of reports there, to be sent to its makers."""
    homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(tmp_path))
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", LOADS], env=environment | homes, check=True)
    assert list(tmp_path.rglob("*")) == []
