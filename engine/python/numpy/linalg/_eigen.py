"""Eigenvalues of a general real matrix: Hessenberg form, then the shifted QR iteration with its Schur vectors (EISPACK's hqr2). Complex ones have no dtype here."""
import math

from torch._names import sentence

_EPSILON = 2.0 ** -52


def _hessenberg(a, n):
    """Householder's reflections; their product."""
    v = [[float(i == j) for j in range(n)] for i in range(n)]
    for k in range(n - 2):
        below = math.sqrt(sum(a[i][k] ** 2 for i in range(k + 1, n)))
        if not any(a[i][k] for i in range(k + 2, n)):
            continue
        alpha = -math.copysign(below, a[k + 1][k])
        u = [0.0] * (k + 1) + [a[i][k] for i in range(k + 1, n)]
        u[k + 1] -= alpha
        size = sum(each * each for each in u)
        for column in range(n):
            dot = 2 * sum(u[i] * a[i][column] for i in range(k + 1, n)) / size
            for i in range(k + 1, n):
                a[i][column] -= dot * u[i]
        for matrix in (a, v):
            for row in matrix:
                dot = 2 * sum(u[i] * row[i] for i in range(k + 1, n)) / size
                for i in range(k + 1, n):
                    row[i] -= dot * u[i]
    return v


def _rotate(h, v, n, m, c, s):
    """A rotation of rows and columns m and m + 1, from both sides."""
    for j in range(n):
        h[m][j], h[m + 1][j] = c * h[m][j] + s * h[m + 1][j], c * h[m + 1][j] - s * h[m][j]
    for matrix in (h, v):
        for row in matrix:
            row[m], row[m + 1] = c * row[m] + s * row[m + 1], c * row[m + 1] - s * row[m]


def _split(h, v, n, m):
    """A block of two with real eigenvalues becomes triangular, as LAPACK's dlanv2 does it."""
    a, b, c, d = h[m][m], h[m][m + 1], h[m + 1][m], h[m + 1][m + 1]
    if b == 0:
        cs, sn = 0.0, 1.0
    else:
        p = 0.5 * (a - d)
        most, least = max(abs(b), abs(c)), min(abs(b), abs(c)) * math.copysign(1, b) * math.copysign(1, c)
        scale = max(abs(p), most)
        z = p / scale * p + most / scale * least
        if z < 0:
            raise NotImplementedError(sentence('numpy.linalg.eig of a matrix with complex eigenvalues'))
        z = p + math.copysign(math.sqrt(scale) * math.sqrt(z), p)
        tau = math.hypot(c, z)
        cs, sn = z / tau, c / tau
    _rotate(h, v, n, m, cs, sn)
    h[m + 1][m] = 0.0


def schur(rows):
    """(triangle, vectors) of a matrix as lists of rows."""
    n = len(rows)
    h = [list(map(float, row)) for row in rows]
    v = _hessenberg(h, n)
    last, turns = n - 1, 0
    while last > 0:
        first = last
        while first > 0 and abs(h[first][first - 1]) > _EPSILON * (abs(h[first][first]) + abs(h[first - 1][first - 1])):
            first -= 1
        if first > 0:
            h[first][first - 1] = 0.0
        if first == last:
            last, turns = last - 1, 0
            continue
        if first == last - 1:
            _split(h, v, n, first)
            last, turns = last - 2, 0
            continue
        turns += 1
        if turns > 100:
            raise NotImplementedError(sentence('numpy.linalg.eig of a matrix with complex eigenvalues'))
        # The eigenvalue of the last two rows that is the nearer to the last element, or its real part.
        a, b, c, d = h[last - 1][last - 1], h[last - 1][last], h[last][last - 1], h[last][last]
        half, product = (a - d) / 2, b * c
        root = half * half + product
        shift = d - product / (half + math.copysign(math.sqrt(root), half)) if root >= 0 and half + math.copysign(math.sqrt(root), half) else d
        shift += abs(c) * (turns % 11 == 10)
        x, y = h[first][first] - shift, h[first + 1][first]
        for m in range(first, last):
            size = math.hypot(x, y)
            if size:
                _rotate(h, v, n, m, x / size, y / size)
            if m < last - 1:
                x, y = h[m + 1][m], h[m + 2][m]
    return h, v


def _isolated(a):
    """An order in which rows, and then columns, of nothing but their diagonal stand last and first (LAPACK's dgebal)."""
    order, first, last = list(range(len(a))), 0, len(a) - 1

    def is_alone(at, places, by_row):
        return not any(a[order[at]][order[other]] if by_row else a[order[other]][order[at]] for other in places if other != at)
    while last > 0 and (found := next((at for at in range(last, -1, -1) if is_alone(at, range(last + 1), True)), None)) is not None:
        order[found], order[last] = order[last], order[found]
        last -= 1
    while first < last and (found := next((at for at in range(first, last + 1) if is_alone(at, range(first, last + 1), False)), None)) is not None:
        order[found], order[first] = order[first], order[found]
        first += 1
    return order


def eigen(rows):
    """Eigenvalues and unit vectors (as columns)."""
    n, order = len(rows), _isolated(rows)
    t, q = schur([[rows[i][j] for j in order] for i in order])
    q = [q[order.index(i)] for i in range(n)]
    columns = []
    for k in range(n):
        x = [0.0] * n
        x[k] = 1.0
        for i in range(k - 1, -1, -1):
            rest = -sum(t[i][j] * x[j] for j in range(i + 1, k + 1))
            gap = t[i][i] - t[k][k]
            x[i] = rest / (gap or _EPSILON * max(abs(t[k][k]), 2.0 ** -1000))
        full = [sum(q[i][j] * x[j] for j in range(k + 1)) for i in range(n)]
        size = math.sqrt(sum(each * each for each in full))
        columns.append([each / size for each in full])
    return [t[i][i] for i in range(n)], [list(row) for row in zip(*columns)]
