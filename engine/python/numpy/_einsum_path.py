"""numpy.einsum_path: in which order operands are best contracted, two at a time, and what that costs."""
import itertools
import math

from torch._names import sentence

from ._core import as_array


def _contracted(places, terms, output):
    """(what the operands at `places` have in all, what of that is still needed, all operands afterwards)."""
    inside = frozenset().union(*(terms[at] for at in places))
    others = [term for at, term in enumerate(terms) if at not in places]
    kept = inside & output.union(*others)
    return inside, kept, [*others, kept]


class _Costs:
    def __init__(self, sizes, output, limit):
        self._sizes, self._output, self._limit = sizes, output, limit

    def size(self, letters):
        return math.prod(self._sizes[letter] for letter in letters)

    def flops(self, inside, is_summed, count):
        return self.size(inside) * (max(1, count - 1) + bool(is_summed))

    def _tried(self, places, terms):
        """(the size that goes away, negative, the cost), the places, the terms afterwards; or None where it is too large."""
        inside, kept, after = _contracted(places, terms, self._output)
        if self.size(kept) > self._limit:
            return None
        return (self.size(kept) - sum(self.size(terms[at]) for at in places), self.flops(inside, inside - kept, len(places))), places, after

    def optimal(self, terms):
        """The cheapest of all orders."""
        def best(terms):
            found = (0, []) if len(terms) == 1 else None
            for places in itertools.combinations(range(len(terms)), 2) if len(terms) > 1 else ():
                tried = self._tried(places, terms)
                rest = tried and best(tried[2])
                if rest and (found is None or tried[0][1] + rest[0] < found[0]):
                    found = tried[0][1] + rest[0], [places, *rest[1]]
            return found
        found = best(terms)
        return found[1] if found else [tuple(range(len(terms)))]

    def greedy(self, terms):
        """Each time the pair after which there is the least, and of them the cheapest; products of what has nothing in common last."""
        inside, kept, _ = _contracted(range(len(terms)), terms, self._output)
        naive, spent, path = self.flops(inside, inside - kept, len(terms)), 0, []
        while len(terms) > 1:
            pairs = list(itertools.combinations(range(len(terms)), 2))
            for among in ([pair for pair in pairs if terms[pair[0]] & terms[pair[1]]], pairs):
                found = [tried for tried in (self._tried(pair, terms) for pair in among) if tried and spent + tried[0][1] <= naive]
                if found:
                    break
            else:
                path.append(tuple(range(len(terms))))
                break
            (_, cost), places, terms = min(found, key=lambda tried: tried[0])
            path.append(places)
            spent += cost
        return path


def einsum_path(subscripts, /, *operands, optimize='greedy'):
    if not isinstance(subscripts, str) or '.' in subscripts:
        raise NotImplementedError(sentence("numpy.einsum_path of lists or with '...'"))
    optimize, limit, given = 'greedy' if optimize is True else optimize or False, None, None
    if not isinstance(optimize, (str, bool)):
        if optimize[0] == 'einsum_path':
            given = list(optimize[1:])
        elif len(optimize) == 2 and isinstance(optimize[0], str) and isinstance(optimize[1], (int, float)):
            optimize, limit = optimize[0], int(optimize[1])
        else:
            raise TypeError(f'Did not understand the path: {optimize}')
    whole, arrow, output = subscripts.replace(' ', '').partition('->')
    words = whole.split(',')
    if not arrow:
        output = ''.join(sorted(letter for letter in set(whole) - {','} if whole.count(letter) == 1))
    sizes = {}
    for at, (word, operand) in enumerate(zip(words, map(as_array, operands))):
        if len(word) != operand.ndim:
            raise ValueError(f'Einstein sum subscript {word} does not contain the correct number of indices for operand {at}.')
        for letter, size in zip(word, operand.shape):
            if sizes.setdefault(letter, size) not in (1, size) and size != 1:
                raise ValueError(f"Size of label '{letter}' for operand {at} ({sizes[letter]}) does not match previous terms ({size}).")
            sizes[letter] = max(sizes[letter], size)
    terms, kept = [frozenset(word) for word in words], frozenset(output)
    limit = max(math.prod(sizes[letter] for letter in word) for word in (*words, output)) if limit is None else limit
    costs = _Costs(sizes, kept, limit)
    if given is None:
        is_plain = optimize is False or len(words) < 3 or frozenset(sizes) == kept
        if not is_plain and optimize not in ('greedy', 'optimal'):
            raise KeyError('Path name %s not found', optimize)
        given = [tuple(range(len(words)))] if is_plain else getattr(costs, optimize)(terms)
    rows, spent, scaling, largest, left = [], 1, 0, 0, list(words)
    for step, places in enumerate(given, 1):
        places = sorted(places, reverse=True)
        inside, after, terms = _contracted(places, terms, kept)
        spent += costs.flops(inside, inside - after, len(places))
        scaling, largest = max(scaling, len(inside)), max(largest, costs.size(after))
        taken = ','.join(left.pop(at) for at in places)
        made = output if step == len(given) else ''.join(sorted(after, key=lambda letter: (sizes[letter], letter)))
        left.append(made)
        rows.append('\n%4d    %24s %40s' % (len(inside), f'{taken}->{made}', f'{",".join(left)}->{output}'))
    if len(left) != 1:
        raise RuntimeError(f'Invalid einsum_path is specified: {len(left) - 1} more operands has to be contracted.')
    naive = costs.flops(sizes, sum(len(set(word)) for word in words) > len(sizes), len(words))
    line = '-' * 74
    return ['einsum_path', *given], (f'  Complete contraction:  {whole}->{output}\n         Naive scaling:  {len(sizes)}\n     Optimized scaling:  {scaling}\n      Naive FLOP count:  {naive:.3e}\n'
                                     f'  Optimized FLOP count:  {spent:.3e}\n   Theoretical speedup:  {naive / spent:3.3f}\n  Largest intermediate:  {largest:.3e} elements\n{line}\n'
                                     f'{"scaling":>6} {"current":>24} {"remaining":>40}\n{line}{"".join(rows)}')
