"""keii (経緯): reads the news and keeps the record of who did what to whom, and who says so."""

__version__ = "0.1.0"
