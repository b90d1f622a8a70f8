"""Parses every JSONata expression of state machines: expressions.py FILE...

A second parser's opinion: statelint looks at the states, not into the expressions. Ends with 1 and
names the place of each expression that does not parse.
"""

import json
import sys

from jsonata import Jsonata


def expressions(value, place):
    """Yields (place, expression) of all text that the States Language evaluates."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from expressions(part, f"{place}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from expressions(part, f"{place}[{index}]")
    elif isinstance(value, str) and value.startswith("{%") and value.endswith("%}"):
        yield place, value[2:-2].strip()


wrong = 0
parsed = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        machine = json.load(file)
    for where, expression in expressions(machine, "$"):
        parsed += 1
        try:
            Jsonata(expression)
        except Exception as error:  # The parser has an exception of its own and lets others out.
            wrong += 1
            print(f"{path}: {where}: {error}: {expression}")
print(f"{parsed} expressions, {wrong} wrong")
sys.exit(1 if wrong else 0)
