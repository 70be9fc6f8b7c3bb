"""`python -m handouts` is the command `handouts`."""

from handouts.cli.main import main

main(prog_name="handouts")
