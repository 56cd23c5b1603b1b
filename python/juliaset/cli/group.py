"""A group of commands: help in sections, and an answer to the names that things once had."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

_COMMANDS = {"ladder": "bench --quick"}
_OPTIONS = {"--flavours": "--flavour"}


class CommandGroup(TyperGroup):
    """Lists its commands by section, and prints its help if it is called without a command."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - passed on to typer
        """Let the first line of each command's help be its summary, uncut."""
        super().__init__(**attributes)
        for command in self.commands.values():
            command.short_help = (command.help or "").partition("\n")[0]

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Take no arguments for --help."""
        return super().parse_args(ctx, args if args or ctx.resilient_parsing else ["--help"])

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, Command | None, list[str]]":
        """Find the command, and refuse old names with the new ones."""
        if (old := args[0]) in _COMMANDS and old not in self.commands:
            ctx.fail(f"`juliaset {old}` is now called `juliaset {_COMMANDS[old]}`.")
        name, command, words = super().resolve_command(ctx, args)
        known = {option for param in command.params for option in param.opts} if command else set()
        for word, following in pairwise([*words, "--"]):
            option = word.partition("=")[0]
            if option in _OPTIONS and option not in known:
                ctx.fail(f"{option} is now called {_OPTIONS[option]}.")
            if word == "--json" in known and following.startswith("--"):
                ctx.fail("--json now takes a file; `--json -` writes to standard output.")
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
