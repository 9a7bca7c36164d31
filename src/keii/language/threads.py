"""One thread for NumPy's matrices: small ones are slower on many, and many readers share a machine."""

import os


def one_thread() -> None:
    """Ask OpenBLAS for one thread, unless the user chose; to be called before NumPy is first imported."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
