# The shapes of programs: generators, recursion, closures, classes, exceptions that are handled, with, while, match, comprehensions.
import contextlib
import dataclasses
from collections import defaultdict, deque, namedtuple

import torch

Point = namedtuple('Point', 'x y')


@dataclasses.dataclass
class Record:
    name: str = ''
    values: list = dataclasses.field(default_factory=list)

    def add(self, value):
        self.values.append(value)
        return self


def pairs(n):
    for i in range(n):
        got = yield i, torch.tensor(i)
        if got is not None:
            print('sent', got)


def factorial(n):
    return torch.tensor(1) if n == 0 else n * factorial(n - 1)


def counter():
    count = 0

    def up(by=1, *extra, step=1, **named):
        nonlocal count
        count += by * step
        return count
    return up


@contextlib.contextmanager
def scope(label):
    print('in', label)
    try:
        yield label
    finally:
        print('out', label)


def forward(generator):
    return next(generator)


class Stack:
    __slots__ = ('items',)
    made = 0

    def __init__(self):
        self.items = []
        Stack.made += 1

    def __iter__(self):
        return iter(self.items)


total = torch.zeros(())
for i, t in pairs(3):
    total += t
numbers = pairs(2)
forward(numbers)
numbers.send('hello')
numbers.close()
print(factorial(4), total)
up = counter()
up()
up(2, 3, step=2, key=None)
record = Record('r').add(1).add(torch.ones(1))
stack = Stack()
stack.items.append(Point(1, 2.5))
seen = defaultdict(list)
for key in 'aba':
    seen[key].append(len(seen))
recent = deque(maxlen=2)
n = 0
while True:
    n += 1
    recent.append(n)
    if n % 2:
        continue
    if n > 4:
        break
with scope('a') as label, torch.no_grad():
    inside = [k * k for k in range(3) if k]
    table = {k: {j for j in range(k)} for k in (1, 2)}
for value in (0, 'text', [1, 2]):
    match value:
        case 0:
            kind = 'zero'
        case str():
            kind = 'text'
        case [first, *_]:
            kind = first
try:
    try:
        torch.ones(2) @ torch.ones(3)
    except RuntimeError as error:
        raise ValueError('wrapped') from error
    finally:
        n = -1
except ValueError as error:
    message = str(error)
else:
    message = 'not reached'
squares = list(map(lambda v: v ** 2, range(3)))
text = f'{message!r:>12} {total.item():.2f} {n=}'
a = b = torch.eye(2)
a, b = b + 1, a
x: int = 3
if (y := x * 2) > 5 and \
        y < 7:
    z = torch.tensor(
        [
            y,
            x,
        ]
    )
assert z.sum() == 9
print(text, sorted(seen.items()), *recent, stack.made, up.__closure__[0].cell_contents)
