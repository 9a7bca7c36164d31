"""Help in lines that fit the terminal, where Japanese characters are two cells wide and stand without spaces."""

import click

from keii.briefs.layout import Run, width_of, wrap


def lines(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` cells."""
    return ["".join(run.text for run in line).rstrip() for line in wrap([Run(text)], width)]


class Formatter(click.HelpFormatter):
    """click's help formatter, wrapping by cells."""

    def write_text(self, text: str) -> None:
        """Write a paragraph at the current indentation."""
        for line in lines(text, max(self.width - self.current_indent, 11)):
            self.write(f"{' ' * self.current_indent}{line}\n")

    def write_dl(self, rows: "list[tuple[str, str]]", col_max: int = 26, col_spacing: int = 2) -> None:  # type: ignore[override]
        """Write names and their explanations in two columns."""
        indent = " " * self.current_indent
        column = min(max((width_of(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, explanation in rows:
            first, *rest = lines(explanation, max(self.width - self.current_indent - column, 10)) or [""]
            if width_of(name) > column - col_spacing:
                self.write(f"{indent}{name}\n")
                name = ""
            self.write(f"{indent}{name}{' ' * (column - width_of(name))}{first}\n")
            for line in rest:
                self.write(f"{indent}{' ' * column}{line}\n")
