"""`handouts help`, and the scripts by which a shell completes `handouts`."""

from __future__ import annotations

import click

from handouts.cli.command import HELP, Command, Mistake
from handouts.cli.completion import SCRIPTS
from handouts.cli.names import complete_command
from handouts.cli.terminal import show
from handouts.errors import likely


@click.command("help", cls=Command, heading=HELP, epilog="\b\nExample:\n  handouts help pdf")
@click.argument("words", nargs=-1, metavar="[COMMAND]", shell_complete=complete_command)
@click.pass_context
def help_command(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Say how COMMAND is used, or which commands there are."""
    here = ctx.find_root()
    for word in words:
        group = here.command
        commands = group.commands if isinstance(group, click.Group) else {}
        command = commands.get(word.lower())
        if command is None:
            raise Mistake(f"no command {word!r}{likely(word.lower(), commands)}", ctx.find_root())
        here = click.Context(command, info_name=command.name, parent=here)
    show(here.get_help())


@click.command(cls=Command, heading=HELP, epilog='\b\nExample:\n  eval "$(handouts completion bash)"')
@click.argument("shell", type=click.Choice(tuple(SCRIPTS), case_sensitive=False))
def completion(shell: str) -> None:
    """Print the completion script of SHELL: bash, zsh or fish.

    \b
    bash  eval "$(handouts completion bash)"        in ~/.bashrc
    zsh   eval "$(handouts completion zsh)"         in ~/.zshrc, after compinit
    fish  handouts completion fish | source         in ~/.config/fish/config.fish
    """
    show(SCRIPTS[shell].rstrip("\n"))
