"""`python -m quality`: the gate."""

import sys

from keii.language.threads import one_thread

one_thread()  # before anything imports NumPy: small matrices are slower on many threads, and the tests run beside it

from quality.gate import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
