"""The documentation as pages for a browser: `python -m docsite`, which `make docs` runs."""
