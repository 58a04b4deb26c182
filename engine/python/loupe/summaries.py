"""What is kept of a storage that is over the limit, for real PyTorch and numpy: engine/trace/summary.ts says what and why."""
import math
from array import array

#: Blocks along a side that has so many elements; in all it is at most the square of it.
_SIDE = 128
#: Elements that are looked at in one go, about.
_PIECE = 2 ** 20
_FACTS = 6
#: Bytes of summaries that one recording has in such blocks; after that each is one block.
MOST_SUMMED = 64 << 20


def block_layout(rows, columns):
    """(rows, columns, rows of a block, columns of a block) of the finest blocks that a summary has."""
    down = min(rows, max(_SIDE, _SIDE * _SIDE // columns))
    across = min(columns, max(_SIDE, _SIDE * _SIDE // rows))
    return rows, columns, -(-rows // down), -(-columns // across)


def layout_of(shape, fills, count):
    """Of a tensor that `fills` its storage's `count` elements in their order, or of such a storage as one row."""
    columns = (shape[-1] if len(shape) else 1) if fills else count
    return block_layout(count // columns, columns)


def summarize(library, flat, layout):
    """The numbers of a summary as bytes. `library`: torch or numpy, `flat` the elements as one of its own with one dimension."""
    rows, columns, block_rows, block_columns = layout
    facts = [array('d') for _ in range(_FACTS)]
    for row in range(0, rows, block_rows):
        height = min(block_rows, rows - row)
        band = flat[row * columns:(row + height) * columns].reshape(height, columns)
        whole = columns - columns % block_columns
        step = max(1, _PIECE // (height * block_columns)) * block_columns
        for column in range(0, whole, step):
            end = min(whole, column + step)
            _piece(library, band[:, column:end].reshape(height, -1, block_columns), facts)
        if whole < columns:
            _piece(library, band[:, whole:].reshape(height, 1, columns - whole), facts)
    return b''.join(numbers.tobytes() for numbers in facts)


def _piece(library, blocks, facts):
    values = library.asarray(blocks, dtype=library.float64)
    finite = library.isfinite(values)
    count = finite.sum(axis=(0, 2))
    total = library.where(finite, values, 0.0).sum(axis=(0, 2))
    low = library.amin(library.where(finite, values, math.inf), axis=(0, 2))
    high = library.amax(library.where(finite, values, -math.inf), axis=(0, 2))
    others = [each.sum(axis=(0, 2)) for each in (library.isnan(values), values == math.inf, values == -math.inf)]
    none = count == 0
    total = total / library.where(none, 1, count)
    low, high, total = (library.where(none, math.nan, each) for each in (low, high, total))
    for numbers, found in zip(facts, (low, high, total, *others)):
        numbers.extend(map(float, found.tolist()))


def as_one(numbers, layout):
    """(layout, numbers) of all blocks as one."""
    rows, columns, block_rows, block_columns = layout
    facts = array('d')
    facts.frombytes(numbers)
    across = -(-columns // block_columns)
    blocks = len(facts) // _FACTS
    lows, highs, means, *others = (facts[place * blocks:(place + 1) * blocks] for place in range(_FACTS))
    low, high, total, finite = math.inf, -math.inf, 0.0, 0
    for at, mean in enumerate(means):
        if mean == mean:
            size = min(block_rows, rows - at // across * block_rows) * min(block_columns, columns - at % across * block_columns)
            count = size - sum(each[at] for each in others)
            finite += count
            total += mean * count
            low, high = min(low, lows[at]), max(high, highs[at])
    known = (low, high, total / finite) if finite else (math.nan,) * 3
    return (rows, columns, rows, columns), array('d', (*known, *(sum(each) for each in others))).tobytes()
