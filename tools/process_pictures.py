"""Draws every diagram of bpmn/ into docs/processes/, or with --check says which pictures are stale."""

import sys
from pathlib import Path

from app.web.drawing import picture, read

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "processes"
HEAD = """# The processes

Drawn by `make docs` from the files in bpmn/, by the same code that draws them for auditors; a test holds them to
the files.
Open a file of bpmn/ in Camunda Modeler, or in the studio, to change it.
"""


def written() -> dict[str, str]:
    """Name of a file in docs/processes/ to what it must hold."""
    files, index = {}, [HEAD]
    for path in sorted((ROOT / "bpmn").glob("*.bpmn")):
        plan = read(path.read_bytes())
        files[f"{path.stem}.svg"] = picture(plan, name=path.stem)
        index.append(f"## {plan.name}\n\n`bpmn/{path.name}`\n\n![{plan.name}]({path.stem}.svg)\n")
    return {"README.md": "\n".join(index), **files}


def stale(folder: Path = FOLDER) -> list[str]:
    """The files that are not as they must be, those of diagrams that are gone among them."""
    must = written()
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*") if path.is_file()}
    return sorted(name for name in {*must, *there} if must.get(name) != there.get(name))


def main() -> int:
    """Write, or compare."""
    names = stale()
    if "--check" in sys.argv:
        for name in names:
            print(f"docs/processes/{name} is stale; run `make docs`")
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    must = written()
    for name in names:
        if name in must:
            (FOLDER / name).write_text(must[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
