"""Whatever the readers of plan files leave out is said in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

from remit.engine import formats
from remit.interchange.wording import LEFT_OUT, REASONS


def said_by_the_readers() -> Iterator[tuple[str, str]]:
    """Find `LeftOut("what", …, "reason")` and `skipped["what", "reason"]` in the source of the readers."""
    for path in sorted(Path(formats.__path__[0]).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_LOSSES":
                yield from ast.literal_eval(node.value).values()
                continue
            if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith(".skipped"):
                if ast.unparse(node.slice) == "loss":
                    continue  # one of the table above
                assert isinstance(node.slice, ast.Tuple)
                parts = node.slice.elts
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "LeftOut":
                parts = [node.args[0], node.args[2]]
            else:
                continue
            what, reason = (
                part.value if isinstance(part, ast.Constant) else named.get(ast.unparse(part))
                for part in parts
            )
            if what is not None:  # a table of them is made into a list where the reading ends
                yield str(what), str(reason)


def test_everything_that_is_left_out_has_words_that_can_be_translated() -> None:
    found = list(said_by_the_readers())
    assert {what for what, _reason in found} == LEFT_OUT
    assert {reason for _what, reason in found} == REASONS
