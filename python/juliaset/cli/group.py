"""A group of commands: plain help in sections, one line about wrong usage, answers to old names."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperArgument, TyperGroup

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

_COMMANDS = {"ladder": "bench --quick"}
_MAY_STAND_ALONE = {"--save"}  # typer has no options whose value may be left out
_OPTIONS = {"--flavours": "--flavour", "--out": "--output"}


def in_one_line(error: typer.TyperException) -> str:
    """Return what is wrong with a command line, and which command explains it."""
    context = getattr(error, "ctx", None)
    page = f"`{context.command_path} -h`" if context else "-h"
    text = " ".join(error.format_message().split()).rstrip(".")
    return f"{text[0].lower()}{text[1:]} ({page} shows what is allowed)"


def _completed(words: list[str], may_stand_alone: set[str]) -> list[str]:
    """Return the words, with an empty value for each of these options that has none."""
    return [
        f"{word}=" if word in may_stand_alone and following.startswith("-") else word
        for word, following in pairwise([*words, "--"])
    ]


class PlainArgument(TyperArgument):
    """An argument whose help shows its name alone, without braces and without a type."""

    def get_usage_pieces(self, ctx: "Context") -> list[str]:  # noqa: ARG002
        """Return its part of the line that begins with Usage."""
        return [str(self.metavar) if self.required else f"[{self.metavar}]"]

    def get_help_record(self, ctx: "Context") -> tuple[str, str] | None:
        """Return its name and its explanation."""
        record = super().get_help_record(ctx)
        return record and (str(self.metavar), record[1])


class CommandGroup(TyperGroup):
    """Lists its commands by section, and prints its help if it is called without a command."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - passed on to typer
        """Show the first line of each command's help uncut, and its arguments plainly."""
        super().__init__(**attributes)
        for command in self.commands.values():
            command.short_help = (command.help or "").partition("\n")[0]
            for param in command.params:
                if isinstance(param, TyperArgument):
                    param.__class__ = PlainArgument

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Take no arguments for --help."""
        return super().parse_args(ctx, args if args or ctx.resilient_parsing else ["--help"])

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, Command | None, list[str]]":
        """Find the command, and refuse old names with the new ones."""
        if (old := args[0]) in _COMMANDS and old not in self.commands:
            raise ValueError(f"`juliaset {old}` is now called `juliaset {_COMMANDS[old]}`")
        name, command, words = super().resolve_command(ctx, args)
        known = {option for param in command.params for option in param.opts} if command else set()
        words = _completed(words, _MAY_STAND_ALONE & known)
        for word, following in pairwise([*words, "--"]):
            option = word.partition("=")[0]
            if option not in known and _OPTIONS.get(option) in known:
                raise ValueError(f"{option} is now called {_OPTIONS[option]}")
            if word == "--json" in known and following.startswith("--"):
                raise ValueError("--json now takes a file; `--json -` writes to standard output")
        return name, command, words

    def format_epilog(self, ctx: "Context", formatter: "HelpFormatter") -> None:  # noqa: ARG002
        """Write the epilog as it is, without wrapping it."""
        if self.epilog:
            formatter.write(f"\n{self.epilog}\n")

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write a section for each `rich_help_panel`, in the order of their first commands."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                title = getattr(command, "rich_help_panel", None) or "Commands"
                sections.setdefault(title, []).append((name, command.get_short_help_str()))
        width = max(len(name) for rows in sections.values() for name, _ in rows)
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl([(f"{name:{width}}", about) for name, about in rows])
