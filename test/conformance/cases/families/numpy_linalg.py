"""numpy.linalg, products, einsum."""
from sampling import lines, program

ROUNDED = {'kind': 'relative', 'relative': 4e-6}
TOLERANCES = dict.fromkeys(('eig', 'linalg', 'norm', 'products'), ROUNDED)
A, S, R = 'np.array([[4., 1, 2], [1, 3, 0], [2, 0, 5]])', 'np.array([[2., 1], [1, 3]])', 'np.arange(6.).reshape(3, 2)'
for a in (A, S, 'np.array([[1, 2], [3, 4]])', 'np.array([[1, 2], [3, 4]], np.float32)', 'np.arange(8.).reshape(2, 2, 2) + np.eye(2)', 'np.zeros((0, 0))', R, 'np.ones(3)', 'np.array(3.)', '[[1, 2], [2, 4]]', 'np.zeros((2, 2))'):
    lines('linalg', f'''
np.linalg.det({a})
np.linalg.slogdet({a})
np.linalg.inv({a})
np.linalg.matrix_rank({a})
np.linalg.matrix_power({a}, 2)
np.linalg.matrix_power({a}, 0)
np.linalg.cholesky({a})
np.linalg.svdvals({a})
np.linalg.svd({a}, compute_uv=False)
np.linalg.eigvalsh({a})
np.linalg.cond({a}) if np.linalg.cond({a}) < 1e12 else 'large'
np.linalg.qr({a})[1]
np.linalg.trace({a}), np.linalg.diagonal({a})
np.trace({a})
''')
lines('linalg', f'''
np.linalg.solve({A}, [1, 2, 3]), np.linalg.solve({S}, [[1, 2], [3, 4]]), np.linalg.solve({S}, np.eye(2))
np.linalg.solve({S}, [1, 2, 3])
np.linalg.solve([[1, 2], [2, 4]], [1, 2])
np.linalg.solve({R}, [1, 2])
np.linalg.matrix_power({S}, -1), np.linalg.matrix_power({S}, 5)
np.linalg.matrix_power({S}, 1.5)
np.linalg.eigh({A}), np.linalg.eigh({S}).eigenvalues, np.linalg.eigh({S})
w, v = np.linalg.eigh({A}); np.allclose({A} @ v, v * w), type(np.linalg.eigh({A})).__name__
np.linalg.eig({S})
w, v = np.linalg.eig(np.array([[2., 0], [1, 3]])); [w, v]
np.linalg.eigvals({A}), np.linalg.eigvals([[2, 0], [0, 3]]), np.linalg.eigvals(np.diag([1., 2, 3]))
w, v = np.linalg.eig({A}); np.allclose({A} @ v, v * w)
np.linalg.svd({R})
np.linalg.svd({R}, full_matrices=False)
u, s, vh = np.linalg.svd({A}); np.allclose(u @ np.diag(s) @ vh, {A})
np.linalg.qr({A})
np.linalg.qr({R})
np.linalg.qr({R}, mode='complete')
np.linalg.qr({R}, mode='r')
np.linalg.qr({R}, mode='bogus')
np.linalg.pinv({R}), np.linalg.pinv([[1, 2], [2, 4]])
np.linalg.lstsq({R}, [1, 2, 4])
np.linalg.lstsq({R}, [1, 2, 4], rcond=None)
np.linalg.lstsq(np.vstack([[0, 1, 2, 3], np.ones(4)]).T, [-1, 0.2, 0.9, 2.1], rcond=None)[0]
np.linalg.lstsq({R}, [1, 2])
np.linalg.cholesky([[1, 2], [2, 1]])
np.linalg.inv([[1, 2], [2, 4]])
np.linalg.inv([1, 2])
np.linalg.det([[1, 2, 3]])
np.linalg.eigh({R})
np.linalg.svd([1, 2])
np.linalg.LinAlgError, issubclass(np.linalg.LinAlgError, ValueError)
np.linalg.multi_dot([{A}, {R}, {S}]), np.linalg.tensorinv(np.eye(4).reshape(2, 2, 2, 2)), np.linalg.tensorsolve(np.eye(4).reshape(2, 2, 2, 2), np.ones((2, 2)))
np.linalg.cross([1, 2, 3], [4, 5, 6]), np.linalg.outer([1, 2], [3, 4]), np.linalg.matmul({S}, {S}), np.linalg.vecdot([1, 2], [3, 4]), np.linalg.matrix_transpose({R}), np.linalg.tensordot({S}, {S})
np.linalg.vector_norm([3, 4]), np.linalg.matrix_norm({S}), np.linalg.vector_norm({R}, axis=0)
''')
# Of real eigenvalues: of any matrix the triangle has them, and what is similar to it.
for n in (2, 3, 4, 5, 6):
    for seed in range(4):
        made = f'r = np.random.RandomState({seed}); n = {n}; '
        for matrix in ('np.triu(r.rand(n, n))', 'np.tril(r.rand(n, n))', 'r.rand(n, n) * 0.1 + np.diag(np.arange(n)) + np.eye(n)', '(lambda a: a + a.T)(r.rand(n, n))'):
            lines('eig', f'{made}a = {matrix}; np.linalg.eig(a)')
lines('eig', '''
np.linalg.eig([[0.9, 0.2, 0.1], [0.05, 0.7, 0.2], [0.05, 0.1, 0.7]])
np.linalg.eig(np.eye(3))
np.linalg.eig(np.array([[4., 1.], [2., 3.]], np.float32)).eigenvalues.dtype
np.linalg.eigvals([[1, 2], [3, 4]]), np.roots([1, -10, 35, -50, 24]).round(10)
np.linalg.eig([[1, 2, 3]])
''')
for x in ('[3, 4]', '[3., -4, 12]', S, R, 'np.arange(8).reshape(2, 2, 2)', 'np.array([1, 2], np.float32)', '[]', '5'):
    for ord in ('', ', 1', ', 2', ', np.inf', ', -np.inf', ', 0', ', 3', ', 0.5', ', -1', ', -2', ", 'fro'", ", 'nuc'", ", 'bogus'", ', axis=0', ', axis=-1, keepdims=True', ', 1, axis=0', ', np.inf, axis=0', ', axis=(0, 1)', ', keepdims=True', ', axis=5'):
        program('norm', f'np.linalg.norm({x}{ord})')
for a, b in (('np.arange(3)', 'np.arange(3)'), ('np.arange(6).reshape(2, 3)', 'np.arange(3)'), ('np.arange(6).reshape(2, 3)', 'np.arange(6).reshape(3, 2)'), ('np.arange(3)', 'np.arange(6).reshape(3, 2)'), ('np.arange(12).reshape(2, 2, 3)', 'np.arange(6).reshape(3, 2)'), ('np.arange(12).reshape(2, 2, 3)', 'np.arange(12).reshape(2, 3, 2)'), ('2', 'np.arange(3)'), ('np.arange(3.)', 'np.arange(3)'),
             ('np.arange(3)', 'np.arange(4)'), ('np.ones((2, 3))', 'np.ones((2, 3))'), ('np.ones((2, 3), np.float32)', 'np.ones((3, 2), np.float32)'), ('[True, False]', '[True, True]'), ('np.zeros((2, 0))', 'np.zeros((0, 3))'), ('np.ones((3, 1, 2))', 'np.ones((4, 2, 1))'), ('np.arange(4, dtype=np.uint8)', 'np.arange(4, dtype=np.uint8) * 40')):
    for name in ('dot', 'matmul', 'inner', 'outer', 'vdot', 'kron', 'tensordot', 'vecdot'):
        program('products', f'np.{name}({a}, {b})')
    program('products', f'np.asarray({a}) @ np.asarray({b})')
    program('products', f'np.asarray({a}).dot({b})')
for text in ("'ij,jk', a, b", "'ij->ji', a", "'ij->i', a", "'ii', c", "'ii->i', c", "'i,i', a[0], a[1]", "'ij,ij->', a, a", "'i,j->ij', a[0], a[1]", "'bij,bjk->bik', d, d", "'...ij,...jk', d, d", "'ij,jk,kl->il', a, b, a", "'ij,kj->ik', a, a", "'ij', a[0]", "'ij,jk->iz', a, b", "'i->', a[0]", "'ij,j', a, a[0]", 'a, [0, 1], b, [1, 2]'):
    program('products', 'a, b, c, d = np.arange(6).reshape(2, 3), np.arange(6).reshape(3, 2), np.arange(9).reshape(3, 3), np.arange(8).reshape(2, 2, 2)', f'np.einsum({text})')
lines('products', '''
np.tensordot(np.ones((2, 3, 4)), np.ones((4, 3, 2)), axes=([1, 2], [1, 0])), np.tensordot(np.arange(6).reshape(2, 3), np.arange(6).reshape(3, 2), axes=1), np.tensordot([1, 2], [3, 4], 0)
np.tensordot(np.ones((2, 3)), np.ones((2, 3)), 1)
np.trace(np.arange(9).reshape(3, 3)), np.trace(np.arange(9).reshape(3, 3), 1), np.trace(np.arange(8).reshape(2, 2, 2)), np.trace(np.arange(9.).reshape(3, 3), offset=-1)
np.trace([1, 2])
np.matrix_transpose(np.arange(6).reshape(2, 3)), np.matvec([[1, 2], [3, 4]], [1, 1]), np.vecmat([1, 1], [[1, 2], [3, 4]])
a = np.arange(6.).reshape(2, 3); a @ a.T, a.T @ a, (a @ a.T).trace(), a @ [1, 2, 3], [1, 2] @ a
''')
