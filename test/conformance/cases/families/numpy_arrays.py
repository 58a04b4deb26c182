"""NumPy's arrays: how they are made, what they are, indexing and assignment, other shapes, joining and splitting."""
from sampling import lines, program

DTYPES = ['bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'float32', 'float64']
ROUNDED = {'kind': 'relative', 'relative': 1e-6}
TOLERANCES = {'ranges': ROUNDED}

for dtype in DTYPES:
    lines('making', f'''
np.zeros((2, 3), np.{dtype})
np.ones(3, dtype='{dtype}')
np.full((2, 2), 7, np.{dtype})
np.empty((2, 0), np.{dtype})
np.arange(5, dtype=np.{dtype}) if '{dtype}' != 'bool' else np.arange(2, dtype=bool)
np.eye(3, dtype=np.{dtype})
np.array([[1, 0], [1, 1]], np.{dtype})
np.array([1.5, 0.0, 2.5], np.{dtype})
np.array([True, False], np.{dtype})
np.zeros_like(np.ones(3, np.{dtype})), np.ones_like(np.zeros((1, 2), np.{dtype})), np.full_like(np.zeros(2, np.{dtype}), 3)
np.linspace(0, 10, 5, dtype=np.{dtype})
np.array(np.{dtype}(1))
np.frombuffer(np.ones(3, np.{dtype}).tobytes(), np.{dtype})
np.fromiter([1, 0, 1], np.{dtype})
np.tri(3, dtype=np.{dtype}), np.identity(2, np.{dtype})
np.zeros(3, np.{dtype}).nbytes, np.zeros((2, 3), np.{dtype}).strides, np.zeros((2, 3), np.{dtype}).T.strides
''')
lines('making', '''
np.array(3), np.array(3.5), np.array(True)
np.array([]), np.array([[]]), np.array([[], []])
np.array([1, 2.5, True]), np.array([True, 2]), np.array([1, 2**40])
np.array([[1, 2], [3]])
np.array([[1, 2], 3])
np.array([[[1], [2]], [[3], [4, 5]]])
np.array([np.arange(3), [4, 5, 6]]), np.array((np.float32(1), np.float32(2)))
np.array([np.int8(1), np.float32(2)]), np.array([np.array(1), 2])
np.array(range(4)), np.array((1, 2, 3)), np.array([(1, 2), (3, 4)])
np.array([1, 2, 3], ndmin=2), np.array([[1]], ndmin=3).shape
np.array([1, 2], dtype=float), np.array([1.7, 2.2], dtype=int), np.array(['1', '2'], dtype=float)
np.array([1, np.nan]), np.array([np.inf, -np.inf])
a = np.array([1, 2]); b = np.array(a); b[0] = 9; [a, b]
a = np.array([1, 2]); b = np.asarray(a); b[0] = 9; a
a = np.array([1, 2]); np.asarray(a) is a, np.asarray(a, float) is a, np.array(a, copy=False) is a
np.array([1.5], copy=False, dtype=int)
np.array([1, 2], bogus=1)
np.zeros(-1)
np.zeros((2, -1))
np.zeros('a')
np.zeros(2.5)
np.zeros((2, 3), bogus=1)
np.zeros(3, 4)
np.ones((2, 3), order='F')
np.ones(()), np.zeros(0), np.full(3, 1.5), np.full((2,), True), np.full(2, [1, 2]), np.full((2, 2), np.nan)
np.full(3, [1, 2])
np.eye(3), np.eye(2, 3), np.eye(3, k=1), np.eye(3, 4, -1), np.eye(2, dtype=int), np.identity(2)
np.diag([1, 2, 3]), np.diag([1, 2], 1), np.diag([1, 2], k=-1), np.diag(np.arange(9).reshape(3, 3)), np.diag(np.arange(9).reshape(3, 3), 1)
np.diag(np.zeros((2, 2, 2)))
np.diagflat([[1, 2], [3, 4]]), np.diagonal(np.arange(9).reshape(3, 3)), np.diagonal(np.arange(8).reshape(2, 2, 2), 0, 1, 2)
np.tri(3), np.tri(2, 4, 1), np.tril(np.arange(9).reshape(3, 3)), np.triu(np.arange(9).reshape(3, 3), 1), np.tril(np.ones((2, 3, 3)), -1)
np.vander([1, 2, 3]), np.vander([1, 2, 3], 2), np.vander([1, 2, 3], increasing=True)
np.meshgrid([1, 2, 3], [4, 5])
np.meshgrid([1, 2, 3], [4, 5], indexing='ij')
np.meshgrid([1, 2], [3, 4], [5, 6])
np.meshgrid([1, 2, 3], [4, 5], sparse=True)
np.indices((2, 3))
np.mgrid[0:3, 0:2]
np.mgrid[0:1:5j]
np.ogrid[0:3, 0:2]
np.mgrid[-1:1:0.5, 0:2]
np.r_[1, 2, 3:6], np.r_[0:1:3j], np.r_[np.array([1, 2]), 0, 0]
np.c_[np.array([1, 2, 3]), np.array([4, 5, 6])]
np.fromfunction(lambda i, j: i + j, (3, 3))
np.fromfunction(lambda i, j: i == j, (2, 2), dtype=int)
np.copy([1, 2]), np.asarray([1, 2], float), np.ascontiguousarray(np.ones((2, 3)).T).strides, np.asfortranarray(np.ones((2, 3))).strides
np.empty_like(np.ones((2, 0))), np.zeros_like([1, 2]), np.ones_like([1.5, 2]), np.zeros_like([1, 2], dtype=float), np.zeros_like(np.ones((2, 3)), shape=(2,))
np.fromstring('1 2 3', sep=' '), np.fromstring('1, 2', dtype=int, sep=',')
np.indices((2,)), np.ix_([0, 1], [2, 3]), list(np.ndindex(2, 2)), list(np.ndenumerate(np.array([[1, 2], [3, 4]])))
''')
lines('ranges', '''
np.arange(5), np.arange(2, 5), np.arange(2, 10, 3), np.arange(5, 0, -1), np.arange(0), np.arange(3, 1)
np.arange(0, 1, 0.1), np.arange(0, 1, 0.25), np.arange(5.), np.arange(1, 2, 0.3), np.arange(-1, 1, 0.5), np.arange(1.5)
np.arange(5, dtype=float), np.arange(0, 5, dtype=np.float32), np.arange(3, dtype='int8'), np.arange(10, step=3), np.arange(start=1, stop=4)
np.arange(1, 5, 0)
np.arange()
np.arange(0.0, 1.0, 0.1)[3]
np.arange('a')
np.arange(np.int32(5)), np.arange(np.float32(2)), np.arange(True)
np.linspace(0, 1, 5), np.linspace(0, 1), np.linspace(2, 3, 1), np.linspace(0, 1, 0), np.linspace(5, 1, 3)
np.linspace(0, 1, 5, endpoint=False), np.linspace(0, 1, 5, retstep=True), np.linspace(0, 1, 1, endpoint=False), np.linspace(0, 0, 3)
np.linspace(0, 1, -1)
np.linspace(0, 1, 2.5)
np.linspace([0, 1], [10, 20], 3), np.linspace([0, 1], [10, 20], 3, axis=1), np.linspace(0, [1, 2], 3)
np.linspace(-np.pi, np.pi, 7), np.linspace(0, 10, 4, dtype=int), np.linspace(np.float32(0), np.float32(1), 3)
np.logspace(0, 3, 4), np.logspace(0, 2, 5, base=2), np.logspace(1, 2, 3, endpoint=False)
np.geomspace(1, 1000, 4), np.geomspace(1, 256, 9), np.geomspace(256, 1, 3)
np.geomspace(0, 1, 3)
''')

# What they are

for text in ('np.array(3)', 'np.arange(6).reshape(2, 3)', 'np.ones((2, 3, 4), np.float32)', 'np.arange(6).reshape(2, 3).T', 'np.zeros((0, 3))', 'np.arange(10)[::2]', 'np.ones((3, 1), bool)'):
    lines('attributes', f'''
a = {text}; [a.shape, a.ndim, a.size, a.dtype, a.itemsize, a.nbytes, a.size and a.strides]
a = {text}; [a.T, a.mT if a.ndim > 1 else None, a.real, a.imag]
a = {text}; [a.flags.c_contiguous, a.flags.f_contiguous, a.flags['C_CONTIGUOUS'], a.flags.writeable]
a = {text}; [list(a.flat), a.tolist(), a.tobytes()]
a = {text}; [np.shape(a), np.ndim(a), np.size(a)]
a = {text}; len(a)
a = {text}; list(a)
a = {text}; a.item()
a = {text}; a.copy(), a.flatten(), a.ravel(), a.flatten('F'), a.ravel(order='F')
a = {text}; a.sum(), a.any(), a.all()
a = {text}; a.mean(), a.std(), a.var()
a = {text}; a.argmax(), a.max()
a = {text}; a.cumsum(), a.prod()
a = {text}; a.squeeze(), a.transpose()
a = {text}; a.nonzero()
a = {text}; b = a.view(); b is a, b.shape
a = {text}; a.bogus
a = {text}; np.argwhere(a), np.flatnonzero(a), np.count_nonzero(a)
a = {text}; copy.copy(a), copy.deepcopy(a), pickle.loads(pickle.dumps(a))
''')
lines('attributes', '''
a = np.arange(6); a.shape = (2, 3); a
a = np.arange(6); a.shape = 4
np.shares_memory(np.arange(3), np.arange(3))
a = np.arange(6); np.shares_memory(a, a[2:]), np.may_share_memory(a, a[2:])
a = np.arange(4, dtype=np.int32); a.view(np.float32)
a = np.array([1.0]); a.view(np.int64)
a = np.arange(4, dtype=np.uint8); a.view(np.int16)
a = np.arange(3); a.view(np.int16).shape
a = np.arange(6); a.item(2), np.arange(6).reshape(2, 3).item(1, 2), np.arange(6).reshape(2, 3).item((0, 1))
np.arange(3).item(5)
a = np.arange(3); a.fill(7); a
a = np.broadcast_to(np.arange(3), (2, 3)); a[0, 0] = 1
a = np.arange(3); a.resize(5); a
a = np.arange(6).reshape(2, 3); a.flat[4], a.flat[1:3]
a = np.arange(6).reshape(2, 3); a.flat[0] = 9; a.flat = 1; a
a = np.arange(3); a.real = 5; a
np.real([1, 2]), np.imag([1., 2.]), np.isreal([1, 2]), np.iscomplexobj([1]), np.isrealobj([1.5])
isinstance(np.arange(3), np.ndarray), type(np.arange(3)), np.ndarray, np.ndarray((2,), int).shape
np.arange(3).put([0, 1], [7, 8])
a = np.arange(5); np.put(a, [0, 2], [7, 8]); a
a = np.arange(5); np.putmask(a, a > 2, 0); a
a = np.arange(5); np.place(a, a > 2, [7, 8]); a
a = np.zeros((3, 3), int); np.fill_diagonal(a, 5); a
a = np.zeros(3); np.copyto(a, [1, 2, 3]); a
a = np.arange(5); a.itemset(0, 1)
torch.from_numpy(np.arange(3)), torch.tensor(np.ones(2)), torch.ones(2).numpy()
t = torch.zeros(3); n = t.numpy(); n[0] = 1; t += 1; [n, t]
n = np.zeros(3); t = torch.from_numpy(n); t[1] = 5; n *= 2; [n, t]
np.asarray(torch.ones(2)), np.array(torch.arange(3))
torch.ones(2, requires_grad=True).numpy()
torch.from_numpy([1, 2])
torch.from_numpy(np.arange(4)[::2]), torch.from_numpy(np.arange(6).reshape(2, 3).T).stride()
torch.tensor([1., 2.]) + torch.from_numpy(np.array([1., 2.]))
torch.as_tensor(np.float32(2)), torch.tensor(np.int64(2)), torch.tensor([np.float32(2), np.float32(3)])
''')

# Indexing

for index in ('0', '-1', '3', '1:', '::2', '::-1', '-2:', '5:', '1, 2', '1, -1', '3, 0', '0, 0, 0', ':, 1', ':, -1', ':, ::-1', '::-1, ::-1', '..., 0', '..., None', 'None', 'None, 1', ':, None', '...', '()', '1, ...',
              '[0, 2]', '[0, -1, 0]', '[3]', '[[0, 1], [2, 0]]', '[0, 1], [1, 2]', '[0, 1], [1, 2, 3]', ':, [0, 2]', '[0, 2], :', '[0, 1], 1', '1, [0, 1]', '[[0], [2]], [0, 1]', '1:, [0, 2]', '[True, False, True]',
              'a > 4', 'a[:, 0] > 2', '[True, False]', ':, [True, False, True, False]', '[True, False, True], [0, 1]', 'a > 100', '1.5', '"a"', 'np.int64(1)', 'np.array(1)', 'np.array([1.5])', 'np.array([0, 1])', 'True', '[]',
              'np.array([], int)', '2:0', '2:0:-1', '-1:0:-1', '::-2', ':2, 1:3', '0:1, :', 'slice(None), 1', '[0, 1], None', '[0, 2], ::-1', '::-1, [0, 2]', '1:1', 'np.ix_([0, 2], [1, 3])', '::0', '(0, 1)', '[(0, 1)]', '~(a > 4)',
              '(a > 2) & (a < 9)', '(a % 2 == 0) | (a > 9)', 'np.where(a > 5)', 'np.nonzero(a % 2)', 'None, :, None, 1', 'np.newaxis, 0', 'a.argmax(1)', 'np.arange(3), a.argmax(1)', '..., ::-1', '..., [0, 1]', '..., None, [0, 1]'):
    program('indexing', 'a = np.arange(12).reshape(3, 4)', f'a[{index}]')
    program('indexing', 'a = np.arange(12).reshape(3, 4)', f'a[{index}] = -1', 'a')
    program('indexing', 'a = np.arange(12).reshape(3, 4)', f'a[{index}] += 100', 'a')
    program('indexing', 'a = np.arange(12).reshape(3, 4)', f'a[{index}] = a[{index}] * 2.5', 'a')
    program('indexing', 'a = np.arange(24.).reshape(3, 4, 2)', f'a[{index}]')
for index in ('0', '0, 1', '0, 1, 1', ':, :, 0', '..., 1', '1, :, 0', '[0, 1], :, [0, 1]', ':, [0, 2], [0, 1]', '[0, 1], [0, 1], [0, 1]', '0, :, [0, 1]', '[0, 1], None, [0, 1]', '::-1, 0, ::-1', ':, [[0, 1], [2, 3]]', 'a.sum(2) > 20', 'a > 10',
              '[0, 1], 1:, 0', '0, 1, 2', '0, 0, 0, 0', '[2, 0]', ':, -1, None', 'np.array([0, 2]), 1', '[0, 1], ..., [0, 1]', ':, 1:3, ::-1'):
    program('indexing', 'a = np.arange(24).reshape(3, 4, 2)', f'a[{index}]')
    program('indexing', 'a = np.arange(24).reshape(3, 4, 2)', f'a[{index}] = 0', 'a')
lines('indexing', '''
a = np.arange(5); a[[1, 1, 2]] += 1; a
a = np.arange(5); a[1:3] = [7, 8]; a
a = np.arange(5); a[1:3] = [7, 8, 9]
a = np.arange(6).reshape(2, 3); a[:, 1] = [7, 8]; a
a = np.arange(6).reshape(2, 3); a[0] = [1, 2]
a = np.arange(6).reshape(2, 3); a[:] = [[1], [2]]; a
a = np.arange(6).reshape(2, 3); a[a > 2] = [7, 8, 9]; a
a = np.arange(6).reshape(2, 3); a[a > 2] = [7, 8]
a = np.arange(6).reshape(2, 3); a[[0, 1], [2, 0]] = [7, 8]; a
a = np.arange(6).reshape(2, 3); a[::-1] = [[1, 2, 3], [4, 5, 6]]; a
a = np.arange(6).reshape(2, 3); a[:, ::-1] = a.copy(); a
a = np.arange(3); a[0] = 1.9; a
a = np.arange(3); a[0] = np.nan
a = np.arange(3); a[0] = 'a'
a = np.arange(3); a[0] = [1, 2]
a = np.arange(3); a[0] = None
a = np.arange(3); a[3] = 1
a = np.arange(3.); a[0] = '2.5'; a
a = np.zeros(3, np.uint8); a[0] = 300
a = np.zeros(3, np.uint8); a[:] = np.array([256, 257, 258]); a
a = np.zeros(3, bool); a[0] = 5; a
a = np.arange(5); b = a[1:4]; b[:] = 0; a
a = np.arange(5); b = a[[1, 2]]; b[:] = 0; a
a = np.arange(5); del a[0]
a = np.arange(3); a['x']
a = np.array(5); a[()], a[...], a[None]
a = np.array(5); a[0]
a = np.array(5); a[()] = 7; a
np.float64(2)[()]
np.float64(2)[0]
a = np.arange(4); a[1], a[-1], a[np.int8(2)], type(a[1]), type(a[1:2])
a = np.arange(4); x, *y = a; [x, y]
a = np.arange(10); a[a % 2 == 0], a[(a > 2) & (a < 7)], a[~(a > 5)]
a = np.arange(10); a[np.random.RandomState(0).permutation(10)[:3]]
a = np.arange(6).reshape(2, 3); a[np.arange(2), [2, 1]]
a = np.arange(6).reshape(2, 3); [row.sum() for row in a]
a = np.arange(12).reshape(3, 4); a[[0, 2]][:, [1, 3]]
np.take(np.arange(12).reshape(3, 4), [0, 2], axis=1), np.take([4, 3, 5], [0, 1, 4], mode='wrap'), np.take([4, 3, 5], [[0, 1], [2, 0]]), np.take([4, 3, 5], [5], mode='clip')
np.take([4, 3, 5], [5])
np.take_along_axis(np.array([[3, 1, 2], [6, 5, 4]]), np.array([[1, 2, 0], [2, 1, 0]]), axis=1)
a = np.zeros((2, 3), int); np.put_along_axis(a, np.array([[1], [2]]), 9, axis=1); a
np.choose([0, 1, 0], [[1, 2, 3], [10, 20, 30]])
np.compress([True, False, True], [1, 2, 3]), np.extract([True, False, True], [1, 2, 3]), np.compress([0, 1], [[1, 2], [3, 4]], axis=0)
np.select([np.arange(5) < 2, np.arange(5) > 3], [np.arange(5), np.arange(5) ** 2], 42)
np.piecewise(np.arange(4.), [np.arange(4) < 2, np.arange(4) >= 2], [-1, 1]), np.piecewise(np.arange(4.), [np.arange(4) < 2], [lambda x: x * 10, lambda x: -x])
np.where([True, False], 1, 2), np.where([[True, False], [True, True]], [[1, 2], [3, 4]], [[9, 8], [7, 6]]), np.where([1, 0], [1.5, 2], 0), np.where(np.arange(3) > 1)
np.where([True, False], [1, 2, 3], 0)
np.where([True], 1)
np.argwhere([[0, 1], [1, 0]]), np.nonzero([0, 1, 2]), np.flatnonzero([0, 3, 0, 4])
np.unravel_index(7, (3, 4)), np.unravel_index([1, 5], (3, 4)), np.ravel_multi_index((1, 2), (3, 4)), np.ravel_multi_index(([1, 2], [0, 3]), (3, 4))
np.unravel_index(12, (3, 4))
np.diag_indices(3), np.tril_indices(3), np.triu_indices(3, 1), np.triu_indices_from(np.ones((3, 3)))
a = np.arange(9).reshape(3, 3); a[np.triu_indices(3)], a[np.diag_indices(3)]
''')

# Shapes

A = 'np.arange(6).reshape(2, 3)'
for call in ('reshape(a, (3, 2))', 'reshape(a, -1)', 'reshape(a, (2, -1))', 'reshape(a, (4, 2))', 'reshape(a, (-1, -1))', 'reshape(a, (4, -1))', "reshape(a, (3, 2), order='F')", 'ravel(a)', "ravel(a, 'F')", 'transpose(a)', 'transpose(a, (1, 0))', 'transpose(a, (0, 0))', 'transpose(a, (0, 1, 2))', 'transpose(a, (0, 5))', 'permute_dims(a)',
             'swapaxes(a, 0, 1)', 'swapaxes(a, 0, 2)', 'moveaxis(a, 0, -1)', 'moveaxis(np.ones((2, 3, 4)), [0, 1], [-1, -2])', 'moveaxis(a, 0, 3)', 'rollaxis(np.ones((2, 3, 4)), 2)', 'squeeze(a)', 'squeeze(np.ones((1, 3, 1)))', 'squeeze(np.ones((1, 3, 1)), 0)', 'squeeze(np.ones((1, 3, 1)), axis=(0, 2))', 'squeeze(a, 0)',
             'expand_dims(a, 0)', 'expand_dims(a, -1)', 'expand_dims(a, (0, 2))', 'expand_dims(a, 4)', 'broadcast_to(a, (2, 2, 3))', 'broadcast_to(a, (2, 4))', 'broadcast_to(3, 2)', 'broadcast_arrays([1, 2], [[1], [2]])', 'broadcast_shapes((2, 1), (3,))', 'broadcast_shapes((2, 1), (3, 3))', 'atleast_1d(3)', 'atleast_1d(1, [2])', 'atleast_2d([1, 2])', 'atleast_3d([1, 2])', 'atleast_3d(a)',
             'concatenate([a, a])', 'concatenate([a, a], axis=1)', 'concatenate([a, a], axis=None)', 'concatenate((a, [[1.5, 2, 3]]))', 'concatenate([a, [1, 2, 3]])', 'concatenate([a, np.ones((2, 2))])', 'concatenate([a, np.ones((2, 2))], axis=1)', 'concatenate([a, a], axis=2)', 'concatenate([])', 'concatenate([1, 2])', 'concatenate(a)', 'concatenate(3)', 'concat([a, a])',
             'stack([a, a])', 'stack([a, a], axis=1)', 'stack([a, a], axis=-1)', 'stack([a, [1]])', 'stack([a, a], axis=3)', 'stack([])', 'vstack([a, [7, 8, 9]])', 'vstack([[1, 2], [3, 4]])', 'vstack([[1, 2], [3]])', 'hstack([a, a])', 'hstack([[1, 2], [3]])', 'hstack([a, [1, 2]])', 'dstack([[1, 2], [3, 4]])', 'dstack([a, a])', 'column_stack([[1, 2], [3, 4]])', 'column_stack([a, [7, 8]])', 'block([[a, a], [a, a]])', 'block([1, 2])', 'append([1, 2], 3)', 'append(a, [[7, 8, 9]], axis=0)', 'append(a, [7], axis=0)',
             'split(np.arange(6), 3)', 'split(np.arange(6), [2, 4])', 'split(np.arange(7), 3)', 'split(a, 3, axis=1)', 'array_split(np.arange(7), 3)', 'array_split(np.arange(3), 5)', 'hsplit(a, 3)', 'vsplit(a, 2)', 'hsplit(np.arange(4), 2)', 'vsplit(np.arange(4), 2)', 'dsplit(np.ones((1, 1, 4)), 2)', 'unstack(a)',
             'flip(a)', 'flip(a, 0)', 'flip(a, (0, 1))', 'flip(a, 2)', 'fliplr(a)', 'flipud(a)', 'fliplr(np.arange(3))', 'rot90(a)', 'rot90(a, 2)', 'rot90(a, -1)', 'roll(a, 1)', 'roll(a, 1, axis=0)', 'roll(a, -1, axis=1)', 'roll(a, (1, 1), axis=(0, 1))', 'roll(np.arange(5), 7)',
             'repeat(a, 2)', 'repeat(a, 2, axis=0)', 'repeat(a, [1, 2], axis=0)', 'repeat(a, [1, 2, 3], axis=0)', 'repeat(3, 4)', 'repeat([1, 2], [0, 3])', 'tile(a, 2)', 'tile(a, (2, 1))', 'tile([1, 2], (2, 2))', 'tile(3, 3)', 'tile(a, (1, 1, 2))', 'tile([1, 2], 0)',
             'pad([1, 2, 3], 2)', "pad([1, 2, 3], (1, 2), 'constant', constant_values=9)", "pad([1, 2, 3], (1, 2), constant_values=(4, 6))", "pad([1, 2, 3], 2, 'edge')", "pad([1, 2, 3], 2, 'reflect')", "pad([1, 2, 3], 2, 'symmetric')", "pad([1, 2, 3], 2, 'wrap')", "pad([1, 2, 3], 2, mode='linear_ramp')", "pad([1, 2, 3], 2, 'maximum')", "pad([1., 2, 3], 2, 'mean')", 'pad(a, 1)', 'pad(a, ((1, 0), (0, 2)))', "pad(a, ((1, 1), (2, 2)), 'edge')", "pad(a, 1, 'bogus')", 'pad(a, -1)', "pad([1, 2, 3], 5, 'reflect')",
             'insert([1, 2, 3], 1, 9)', 'insert(a, 1, 9)', 'insert(a, 1, [7, 8], axis=1)', 'insert([1, 2, 3], [0, 2], [7, 8])', 'insert([1, 2], 5, 3)', 'delete([1, 2, 3], 1)', 'delete(a, 1, axis=1)', 'delete([1, 2, 3], [0, 2])', 'delete([1, 2, 3], slice(0, 2))', 'delete([1, 2, 3], 5)', 'delete(a, 0)', 'resize([1, 2, 3], (2, 4))', 'resize([1, 2, 3], 2)', 'trim_zeros([0, 0, 1, 2, 0])',
             'kron([1, 2], [1, 10])', 'kron(np.eye(2), np.ones((2, 2)))', 'apply_along_axis(sum, 0, a)', 'apply_along_axis(np.sort, 1, -a)', 'apply_along_axis(lambda r: r[0], 1, a)', 'vectorize(lambda x, y: x + y)([1, 2], [3, 4])', 'vectorize(lambda x: x * 1.5)(a)'):
    program('shapes', f'a = {A}', f'np.{call}')
for call in ('reshape(3, 2)', 'reshape((3, 2))', 'reshape(-1)', 'reshape(4, 2)', 'reshape(-1, 1)', "reshape(3, 2, order='F')", 'reshape()', "reshape('a')", 'reshape(2.5)', 'transpose()', 'transpose(1, 0)', 'transpose((1, 0))', 'transpose(None)', 'swapaxes(0, 1)', 'squeeze()', 'repeat(2)', 'repeat(2, axis=1)', 'flatten()', 'ravel()', 'T.ravel()', 'T.copy().strides', 'take([0, 5])', 'diagonal()', 'trace()',
             'astype(float)', "astype('float32')", 'astype(bool)', 'sort()', 'clip(1, 4)', 'clip(min=2)', 'clip(max=2)', 'round()', 'dot([1, 2, 3])', 'searchsorted(2)', 'compress([True, False], axis=0)', 'choose([1, 2])', 'partition(1)', 'argpartition(1)', 'conj()', 'tolist()', 'ptp()', 'max(axis=0)', 'min(1)', 'sum(axis=(0, 1))', 'sum(0, keepdims=True)', 'mean(axis=0)', 'cumsum(1)', 'all()', 'any(axis=0)', 'bogus()', 'item()', 'item(7)'):
    program('methods', f'a = {A}', f'a.{call}')
