"""Sphinx's settings. The pages load nothing from elsewhere: no fonts, no scripts, no inventory of other projects."""

from typing import Any

import keii

project = "keii · 経緯"
author = "The keii project"
project_copyright = "The keii project, Apache License 2.0"
version = release = keii.__version__

extensions = ["myst_parser"]
root_doc = "index"
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["html_image"]
myst_heading_anchors = 4  # the anchors that other renderers of Markdown make as well
smartquotes = False  # «--json» in a sentence stays what is to be typed
highlight_language = "none"  # blocks without a language are commands

html_theme = "furo"
html_title = f"keii {release}"
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None  # the same pages from the same sources
html_search_language = "ja"  # finds Japanese words and English ones; the English splitter finds no Japanese
html_search_options = {"type": "docsite.words.Words"}
html_theme_options = {"navigation_with_keys": True}
html_static_path: list[str] = []


def setup(app: Any) -> None:
    """Let pages say in which language they are."""
    def tell(app: Any, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
        if "/ja/" in page or page.endswith(".ja"):
            context["language"] = "ja"

    app.connect("html-page-context", tell)
