"""The guide for notebooks runs as it stands."""

import doctest
import re
from pathlib import Path

GUIDE = Path(__file__).parents[3] / "docs" / "notebook.md"


def test_every_example_of_the_guide_gives_what_it_says() -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) > 8
    test = doctest.DocTestParser().get_doctest("".join(blocks), {}, GUIDE.name, str(GUIDE), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    told: list[str] = []
    runner.run(test, out=told.append)
    assert not told, "".join(told)
