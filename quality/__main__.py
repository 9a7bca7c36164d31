"""`python -m quality`: the gate."""

import sys

from quality.gate import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
