"""What a logo that is made to be slow costs: `python benchmarks/logo.py`.

The clock while a process of its own draws it, or gives up.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from handouts.errors import HandoutsError
from handouts.logo.read import read_logo

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
RECT = '<rect width="10" height="10" fill="red" filter="url(#f)"/>'
SLOW = {
    "plain": RECT.replace(' filter="url(#f)"', ""),
    "uses of uses": "".join(f'<g id="a{n}">{f"""<use href="#a{n + 1}"/>""" * 10}</g>' for n in range(9))
    + '<g id="a9"/>',
    "filter": f'<filter id="f">{"""<feGaussianBlur stdDeviation="9"/>""" * 500}</filter>{RECT}',
    "groups": '<g opacity=".9">' * 40 + RECT.replace(' filter="url(#f)"', "") + "</g>" * 40,
    "selectors": f"<style>{'g g g g rect{fill:red}' * 800}</style>{'<rect/>' * 3000}<rect width='9' height='9'/>",
}


def main() -> None:
    """Draw each and print the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        for name, body in SLOW.items():
            path = Path(folder) / "logo.svg"
            path.write_text(f"{HEAD}{body}</svg>", "utf-8")
            begin, said = time.perf_counter(), "drawn"
            try:
                read_logo(path)
            except HandoutsError as error:
                said = str(error)
            print(f"{name:14} {time.perf_counter() - begin:6.2f} s  {said[:90]}")


if __name__ == "__main__":
    main()
