"""Every verb with its options, from the commands themselves, in both languages."""

from collections.abc import Iterator

import click

from docsite.markdown import code, shown, table
from docsite.markdown import page as made
from keii.cli.frame import paragraphs
from keii.cli.main import VERBS, keii
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.ledger.filters import MANY, ONE

_WORDS = {
    "en": ("Commands", "Every command takes the options of the first table; what they mean together is explained in "
           "[the command line](../cli.md) and, for the filters, in [filters](../filters.md).", "All commands",
           "option", "means", "The filters select as well: [filters](../filters.md)."),
    "ja": ("コマンド", "最初の表のオプションはどのコマンドにも使えます。使い方は[コマンドライン](../../cli.md)、"
           "絞り込みは[絞り込み](../../filters.md#日本語)を参照してください。", "すべてのコマンドに共通", "オプション",
           "意味",
           "[絞り込み](../../filters.md#日本語)のオプションも使えます。"),
}
FILTERS = tuple(f"--{name}" for name in (*MANY, *ONE, "limit", "offset"))
_SHARED = ("--ledger", "--lang", "--json", "--help")


def page(lang: Lang) -> str:
    """Return the page of all verbs, in the order of the work."""
    title, intro, all_, *head, filters = _WORDS[lang]
    context = click.Context(keii, info_name="keii", obj=Settings(lang=lang))
    parts = [intro, f"## {all_}", table(head, _options(_shared(context), lang))]
    for name, (_, line) in VERBS.items():
        command = keii.get_command(context, name)
        assert command
        parts += [f"## keii {name}", shown(say(lang, line)), *_verb(command, context, head, lang),
                  filters if _filters(command) else ""]
    return made(title, *parts)


def _verb(command: click.Command, above: click.Context, head: list[str], lang: Lang) -> Iterator[str]:
    context = click.Context(command, info_name=command.name, parent=above, obj=above.obj)
    yield f"```text\n{context.command_path} {' '.join(command.collect_usage_pieces(context))}\n```"
    yield from (shown(say(lang, paragraph)) for paragraph in paragraphs(command))
    rows = list(_options([(option, context) for option in _own(command)], lang))
    if rows:
        yield table(head, rows)


def _own(command: click.Command) -> list[click.Option]:
    elsewhere = {*_SHARED, *(FILTERS if _filters(command) else ())}
    return [option for option in command.params
            if isinstance(option, click.Option) and not {*option.opts} & elsewhere]


def _filters(command: click.Command) -> bool:
    return {name for option in command.params for name in option.opts} >= {*FILTERS}


def _shared(context: click.Context) -> list[tuple[click.Option, click.Context]]:
    command = keii.get_command(context, "show")
    assert command
    inner = click.Context(command, info_name="show", parent=context, obj=context.obj)
    return [(option, inner) for option in command.get_params(inner)
            if isinstance(option, click.Option) and {*option.opts} & {*_SHARED}]


def _options(options: list[tuple[click.Option, click.Context]], lang: Lang) -> Iterator[tuple[str, str]]:
    for option, context in options:
        record = option.get_help_record(context)
        if record:
            yield code(record[0]).replace("|", "\\|"), shown(record[1])
