"""Eigenvalues of a general real matrix by LAPACK's steps, so that their order and the vectors' signs are its: isolated ones, Hessenberg form, the doubly
shifted QR iteration with its Schur vectors. Complex ones have no dtype here."""
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


def _is_small(h, k):
    """Whether the element below the diagonal is nothing beside its neighbours (Ahues and Tisseur's test)."""
    below, above = abs(h[k][k - 1]), abs(h[k - 1][k])
    if below <= 2.0 ** -1000:
        return True
    if below > _EPSILON * (abs(h[k - 1][k - 1]) + abs(h[k][k])):
        return False
    most, least = max(below, above), min(below, above)
    here, gap = abs(h[k][k]), abs(h[k - 1][k - 1] - h[k][k])
    large, small = max(here, gap), min(here, gap)
    return least * (most / (large + most)) <= max(2.0 ** -1000, _EPSILON * (small * (large / (large + most))))


def _shifts(h, last, turns):
    """The eigenvalues of the last two rows, real and imaginary parts; two times the nearer where they are real."""
    a, b, c, d = h[last - 1][last - 1], h[last - 1][last], h[last][last - 1], h[last][last]
    if turns % 10 == 0:
        size = abs(h[last][last - 1]) + abs(h[last - 1][last - 2])
        a = d = 0.75 * size + h[last][last]
        b, c = -0.4375 * size, size
    size = abs(a) + abs(b) + abs(c) + abs(d)
    if not size:
        return 0.0, 0.0, 0.0, 0.0
    a, b, c, d = a / size, b / size, c / size, d / size
    middle = (a + d) / 2
    determinant = (a - middle) * (d - middle) - b * c
    root = math.sqrt(abs(determinant))
    if determinant >= 0:
        return middle * size, root * size, middle * size, -root * size
    one, two = middle + root, middle - root
    nearer = (one if abs(one - d) <= abs(two - d) else two) * size
    return nearer, 0.0, nearer, 0.0


def _bulge(h, m, shifts):
    """The first column of the doubly shifted matrix."""
    real1, imaginary1, real2, imaginary2 = shifts
    size = abs(h[m][m] - real2) + abs(imaginary2) + abs(h[m + 1][m])
    below = h[m + 1][m] / size
    v = [below * h[m][m + 1] + (h[m][m] - real1) * ((h[m][m] - real2) / size) - imaginary1 * (imaginary2 / size), below * (h[m][m] + h[m + 1][m + 1] - real1 - real2), below * h[m + 2][m + 1]]
    size = sum(map(abs, v))
    return [each / size for each in v]


def _reflector(v):
    """LAPACK's dlarfg: (beta, the vector with 1 first, tau)."""
    rest = math.sqrt(sum(each * each for each in v[1:]))
    if not rest:
        return v[0], [1.0, *v[1:]], 0.0
    beta = -math.copysign(math.hypot(v[0], rest), v[0])
    return beta, [1.0, *[each / (v[0] - beta) for each in v[1:]]], (beta - v[0]) / beta


def schur(rows):
    """(triangle, vectors) of a matrix as lists of rows, by LAPACK's dlahqr."""
    n = len(rows)
    h = [list(map(float, row)) for row in rows]
    z = _hessenberg(h, n)
    last, turns = n - 1, 0
    while last >= 0:
        first = last
        while first > 0 and not _is_small(h, first):
            first -= 1
        if first > 0:
            h[first][first - 1] = 0.0
        if first >= last - 1:
            if first == last - 1:
                _split(h, z, n, first)
            last, turns = first - 1, 0
            continue
        turns += 1
        if turns > 300:
            raise NotImplementedError(sentence('numpy.linalg.eig of a matrix with complex eigenvalues'))
        shifts = _shifts(h, last, turns)
        for m in range(last - 2, first - 1, -1):
            v = _bulge(h, m, shifts)
            if m == first or abs(h[m][m - 1]) * (abs(v[1]) + abs(v[2])) <= _EPSILON * abs(v[0]) * (abs(h[m - 1][m - 1]) + abs(h[m][m]) + abs(h[m + 1][m + 1])):
                break
        for k in range(m, last):
            count = min(3, last - k + 1)
            if k > m:
                v = [h[k + i][k - 1] for i in range(count)]
            beta, u, tau = _reflector(v[:count])
            if k > m:
                h[k][k - 1] = beta
                for i in range(1, count):
                    h[k + i][k - 1] = 0.0
            elif m > first:
                h[k][k - 1] *= 1 - tau
            for j in range(k, n):
                dot = tau * sum(u[i] * h[k + i][j] for i in range(count))
                for i in range(count):
                    h[k + i][j] -= dot * u[i]
            for matrix, rows_of in ((h, min(k + 3, last) + 1), (z, n)):
                for row in matrix[:rows_of]:
                    dot = tau * sum(u[i] * row[k + i] for i in range(count))
                    for i in range(count):
                        row[k + i] -= dot * u[i]
    return h, z


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
