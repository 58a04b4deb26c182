"""NumPy's functions over whole arrays: reductions, sorting and searching, sets, statistics, polynomials, files."""
from sampling import lines, program

DTYPES = ['bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'float32', 'float64']
ROUNDED = {'kind': 'relative', 'relative': 1e-6}
TOLERANCES = dict.fromkeys(('nan', 'statistics', 'polynomials', 'calculus', 'windows', 'prod'), ROUNDED)
TOLERANCES['reductions'] = TOLERANCES['cumulative'] = ROUNDED

# Reductions

A, B = 'np.array([[3, 1, 2], [0, 5, 4]])', 'np.array([[3.5, 1, -2], [0.25, 5, 4]])'
for name in ('sum', 'prod', 'mean', 'std', 'var', 'max', 'min', 'any', 'all', 'argmax', 'argmin', 'ptp', 'count_nonzero', 'median', 'nansum', 'nanmean', 'nanmax', 'nanmin', 'nanstd', 'nanvar', 'nanprod', 'nanmedian', 'nanargmax', 'nanargmin', 'amax', 'amin'):
    own = {'any': 'reductions', 'all': 'reductions'}.get(name, 'reductions')
    for dtype in DTYPES:
        if not (name == 'ptp' and dtype == 'bool') and not (dtype == 'bool' and 'median' in name) and not (dtype == 'uint8' and ('sum' in name or 'prod' in name)):
            program(own, f'np.{name}(np.array([[1, 0, 2], [3, 1, 5]], np.{dtype}))')
            program(own, f'np.{name}(np.array([[1, 0, 2], [3, 1, 5]], np.{dtype}), axis=1)')
    for array in (A, B):
        for arguments in ('', ', 0', ', axis=1', ', -1', ', axis=2', ', axis=-3', ', axis=None', ', axis=0, keepdims=True', ', keepdims=True', ', axis=1.5', ', axis="a"', ', bogus=1'):
            if not ('1.5' in arguments and name.removeprefix('nan') in ('mean', 'std', 'var')):
                program(own, f'np.{name}({array}{arguments})')
        if 'arg' not in name:
            program(own, f'np.{name}({array}, axis=(0, 1))')
            program(own, f'np.{name}(np.arange(24.).reshape(2, 3, 4), axis=(0, 2))')
            program(own, f'np.{name}({array}, axis=(0, 0))')
    program(own, f'np.{name}([1, np.nan, 3])')
    program(own, f'np.{name}([[np.nan, 1], [2, np.nan]], axis=0)')
    program(own, f'np.{name}([])')
    program(own, f'np.{name}(np.zeros((0, 3)), axis=0)')
    program(own, f'np.{name}(np.zeros((2, 0)), axis=0)')
    program(own, f'np.{name}(5)')
    program(own, f'np.{name}({A}.T)')
    program(own, f'np.{name}()')
    program(own, f'np.{name}(np.arange(1000.)[::-1] * 0.1)')
lines('reductions', '''
np.sum([1, 2], dtype=float), np.sum([1.5, 2.5], dtype=int), np.sum([1, 2], initial=10), np.sum([[1, 2], [3, 4]], axis=0, initial=10), np.sum([1, 2, 3], where=[True, False, True])
np.sum([True, True]), np.sum(np.array([100, 100], np.int8)), np.sum(np.float32([0.1] * 10))
np.max([1, 5], initial=10), np.max([], initial=-1), np.min([3, 4, 1], where=[True, True, False], initial=9), np.max([[1, 2], [3, 4]], axis=(0, 1))
np.mean([1, 2], dtype=np.float32), np.mean(np.array([1, 2], np.float16)), np.mean([True, False]), np.mean([1, 2, 3], where=[True, False, True])
np.std([1, 2, 4], ddof=1), np.var([1, 2, 4], ddof=1), np.std([[1, 2], [3, 5]], axis=0, ddof=1), np.std([1, 2, 4], correction=1), np.var([1.], ddof=1)
np.prod([2, 3], dtype=float), np.prod([[1, 2], [3, 4]], axis=1), np.prod([]), np.prod(np.array([100, 100], np.int8))
np.any([0, np.nan]), np.all([1, np.nan]), np.any([[True, False], [False, False]], axis=1), np.all([[True, False]], axis=0, keepdims=True), np.all([]), np.any([])
np.argmax([1, 3, 3]), np.argmin([[3, 1], [1, 3]]), np.argmax([[1, 5], [7, 2]], axis=0), np.argmax([True, False, True]), np.argmax([[1, 5], [7, 2]], axis=1, keepdims=True), np.argmax([1, np.nan])
np.average([1, 2, 3], weights=[3, 2, 1]), np.average([[1, 2], [3, 4]], axis=0, weights=[1, 3]), np.average([1, 2]), np.average([1, 2, 3], weights=[1, 1, 2], returned=True)
np.average([1, 2, 3], weights=[1, 2])
np.average([1, 2], weights=[0, 0])
np.average([[1, 2], [3, 4]], weights=[1, 2])
np.median([3, 1, 2]), np.median([4, 1, 3, 2]), np.median([[1, 2, 9], [3, 4, 5]], axis=1), np.median([1, np.nan])
''')
lines('cumulative', '''
np.cumsum([1, 2, 3]), np.cumsum([[1, 2], [3, 4]]), np.cumsum([[1, 2], [3, 4]], axis=0), np.cumsum([1.5, 2]), np.cumsum([True, True]), np.cumsum(np.array([100, 100], np.int8)), np.cumsum([1, 2], dtype=float)
np.cumprod([1, 2, 3]), np.cumprod([[1, 2], [3, 4]], axis=1), np.nancumsum([1, np.nan, 2]), np.nancumprod([2, np.nan, 3]), np.cumsum([]), np.cumsum(5)
np.cumsum([[1, 2], [3, 4]], axis=2)
np.cumulative_sum([1, 2, 3]), np.cumulative_sum([1, 2, 3], include_initial=True), np.cumulative_prod([1, 2, 3])
np.diff([1, 4, 9, 16]), np.diff([1, 4, 9, 16], n=2), np.diff([[1, 4], [9, 16]]), np.diff([[1, 4], [9, 16]], axis=0), np.diff([1, 2, 3], prepend=0), np.diff([1, 2, 3], append=[7, 8]), np.diff([True, False, True]), np.diff([1], 1)
np.diff(3)
np.diff([1, 2], n=-1)
np.ediff1d([1, 4, 9]), np.ediff1d([1, 4, 9], to_begin=0)
np.maximum.accumulate([1, 3, 2, 5, 4]), np.add.accumulate([1, 2, 3]), np.logical_and.accumulate([True, False, True])
''')

# Sorting and searching

for dtype in DTYPES:
    lines('sorting', f'''
np.sort(np.array([3, 1, 2, 0, 1], np.{dtype})), np.argsort(np.array([3, 1, 2, 0, 1], np.{dtype}), kind='stable')
np.unique(np.array([3, 1, 3, 0], np.{dtype})), np.unique(np.array([3, 1, 3, 0], np.{dtype}), return_counts=True)
np.searchsorted(np.array([0, 1, 2], np.{dtype}), np.array([1, 0, 3], np.{dtype}))
''')
lines('sorting', '''
np.sort([[3, 1, 2], [6, 5, 4]]), np.sort([[3, 1], [2, 4]], axis=0), np.sort([[3, 1], [2, 4]], axis=None), np.sort([3, np.nan, 1]), np.sort([]), np.sort([3, 1, 2])[::-1]
np.sort([[3, 1]], axis=2)
np.sort(5)
np.sort([3, 1, 2], kind='mergesort'), np.sort([3, 1], kind='stable'), np.sort([3, 1], stable=True)
np.sort([3, 1], kind='bogus')
np.argsort([3, 1, 2]), np.argsort([[3, 1, 2], [6, 5, 4]]), np.argsort([[3, 1], [2, 4]], axis=0), np.argsort([[3, 1], [2, 4]], axis=None), np.argsort([3, 1, 2])[::-1], np.argsort(-np.array([3, 1, 2])), np.argsort([3, np.nan, 1])
a = np.array([3, 1, 2]); [a.sort(), a]
a = np.array([[3, 1], [2, 4]]); a.sort(axis=0); a
np.lexsort(([1, 0, 1], [3, 3, 2])), np.lexsort([[3, 1, 2]])
np.partition([3, 1, 2, 5, 4], 2)[2], np.sort(np.partition([3, 1, 2, 5, 4], 2)[:2]), np.partition([3, 1], 1), np.argpartition([3, 1, 2], 0)[0]
np.partition([3, 1, 2], 5)
np.searchsorted([1, 2, 3, 4], 3), np.searchsorted([1, 2, 3, 4], 3, side='right'), np.searchsorted([1, 2, 3], [0, 2.5, 9]), np.searchsorted([3, 1, 2], 2, sorter=[1, 2, 0]), type(np.searchsorted([1, 2], 1))
np.searchsorted([1, 2], 1, side='bogus')
np.digitize([0.5, 1.5, 3], [1, 2]), np.digitize([1, 2], [1, 2], right=True), np.digitize(1.5, [1, 2]), np.digitize([1, 2], [3, 2, 1])
np.digitize([1], [1, 3, 2])
np.bincount([0, 1, 1, 3]), np.bincount([0, 1, 1], weights=[1.5, 2, 3]), np.bincount([1], minlength=4), np.bincount([])
np.bincount([-1])
np.bincount([1.5])
np.isin([1, 2, 3], [2, 5]), np.isin([[1, 2], [3, 4]], [4, 1]), np.isin([1, 2], [2], invert=True), np.isin(2, [1, 2])
np.unique([3, 1, 1, 2]), np.unique([[2, 1], [1, 2]]), np.unique([1.5, np.nan, np.nan]), np.unique([])
np.unique([3, 1, 1], return_index=True), np.unique([3, 1, 1], return_inverse=True), np.unique([3, 1, 1], True, True, True)
np.unique([[1, 2], [1, 2], [0, 3]], axis=0), np.unique([[1, 1, 2], [3, 3, 4]], axis=1), np.unique([[1, 2], [1, 2], [0, 3]], axis=0, return_counts=True), np.unique([[2, 1], [1, 2]], return_inverse=True)
np.unique_values([2, 1, 1]), np.unique_counts([2, 1, 1]).counts
np.intersect1d([1, 2, 3], [2, 3, 4]), np.intersect1d([1, 2, 3], [3, 1], return_indices=True), np.union1d([3, 1], [2, 1]), np.setdiff1d([1, 2, 3], [2]), np.setxor1d([1, 2], [2, 3]), np.setdiff1d([[3, 1], [2, 2]], [1])
np.nonzero([3, 0, 4]), np.nonzero([[1, 0], [0, 2]]), np.argwhere([[1, 0], [0, 2]])
np.nonzero(5)
np.argmax([])
np.argmin([])
np.argmax(np.zeros((0, 2)), axis=0)
np.clip([1, 5, 9], 2, 6), np.clip([1.5, 5, 9], None, 6), np.clip([1, 5], 2, None), np.clip([1, 5, 9], [2, 2, 2], 6), np.clip(5, 0, 3), np.clip([1, 5, 9], 2.5, 6), np.clip([1, 2], a_min=1.5, a_max=2), np.clip([1, 5], min=2, max=3), np.clip([1, 5])
np.clip(np.array([1, 5], np.uint8), 0, 300)
np.round([1.5, 2.5, -1.5]), np.round(2.567, 2), np.round([123, 155], -1), np.round([0.15, 0.25, 0.35], 1), np.round(1e10 + 0.123, 2), np.round(np.float32(2.567), 1), np.round(5), np.around([1.45], 1), np.round([1, 2], 1), np.fix([1.5, -1.5]), round(np.float64(2.567), 1), round(np.float64(2.5))
np.isclose([1, 2], [1, 2.1]), np.isclose(1, 1 + 1e-9), np.isclose([np.nan, 1], [np.nan, 1]), np.isclose([np.nan], [np.nan], equal_nan=True), np.isclose([np.inf], [np.inf]), np.isclose(1e-9, 0), np.allclose([1, 2], [1, 2 + 1e-9]), np.allclose([1], [1, 1]), np.allclose(1.0, 1.1, rtol=0.2)
np.isclose([1, 2], [1, 2, 3])
np.array_equal([1, 2], [1, 2]), np.array_equal([1], [1, 1]), np.array_equal([np.nan], [np.nan]), np.array_equal([np.nan], [np.nan], equal_nan=True), np.array_equiv([1, 1], [[1, 1], [1, 1]])
np.nan_to_num([np.nan, np.inf, -np.inf, 1]), np.nan_to_num([np.nan, 1], nan=5), np.nan_to_num(np.nan), np.isposinf([np.inf, 1]), np.isneginf([-np.inf, 1]), np.nan_to_num([np.inf], posinf=9)
np.interp(2.5, [1, 2, 3], [10, 20, 30]), np.interp([0, 1.5, 9], [1, 2, 3], [10, 20, 30]), np.interp([0, 9], [1, 2], [1, 2], left=-1, right=-2), np.interp([370], [0, 180], [1, 2], period=360)
''')

# Statistics

D = '[2, 7, 1, 8, 2, 8]'
for method in ('linear', 'lower', 'higher', 'nearest', 'midpoint', 'median_unbiased', 'hazen', 'weibull', 'inverted_cdf', 'averaged_inverted_cdf', 'closest_observation', 'interpolated_inverted_cdf', 'normal_unbiased'):
    for q in (0, 10, 25, 33, 50, 100):
        program('statistics', f"np.percentile({D}, {q}, method='{method}')")
lines('statistics', f'''
np.percentile({D}, [25, 50, 75]), np.percentile([[1, 2], [3, 4]], 50, axis=0), np.percentile([[1, 2], [3, 4]], [50, 75], axis=1), np.percentile({D}, 50, keepdims=True), np.percentile([1, np.nan], 50), np.nanpercentile([1, np.nan, 3], 50), np.percentile(np.array({D}, np.float32), 30)
np.quantile({D}, 0.5), np.quantile({D}, [0.1, 0.9]), np.nanquantile([1, np.nan, 3], 0.5), np.quantile([[1, 2], [3, 4]], 0.25, axis=1), np.quantile([1.5], 0.3)
np.percentile({D}, 101)
np.quantile({D}, 1.5)
np.percentile({D}, 50, method='bogus')
np.percentile([], 50)
np.histogram({D}), np.histogram({D}, bins=3), np.histogram({D}, bins=[0, 2, 5, 9]), np.histogram({D}, bins=4, range=(0, 10)), np.histogram({D}, 3, density=True), np.histogram({D}, 3, weights=[1, 2, 3, 4, 5, 6]), np.histogram([]), np.histogram([1, 1])
np.histogram({D}, bins=0)
np.histogram({D}, bins=[3, 1])
np.histogram({D}, range=(5, 1))
np.histogram_bin_edges({D}, 4), np.histogram_bin_edges({D}, 'sqrt'), np.histogram_bin_edges({D}, 'sturges'), np.histogram({D}, bins='auto'), np.histogram_bin_edges({D}, 'fd'), np.histogram_bin_edges({D}, 'scott'), np.histogram_bin_edges({D}, 'rice')
np.histogram2d([1, 2, 3], [1, 2, 1], bins=2), np.histogram2d([1, 2, 3], [1, 2, 1], bins=[[0, 2, 4], [0, 1.5, 3]])
np.cov([1, 2, 4], [3, 5, 4]), np.cov([[1, 2, 4], [3, 5, 4]]), np.cov([1, 2, 4]), np.cov([[1, 2], [2, 1], [3, 5]], rowvar=False), np.cov([[1, 2, 4], [3, 5, 4]], bias=True), np.cov([[1, 2, 4], [3, 5, 4]], ddof=0), np.cov([1, 2, 4], aweights=[1, 2, 1]), np.cov([1, 2, 4], fweights=[1, 2, 1])
np.corrcoef([1, 2, 4], [3, 5, 4]), np.corrcoef([[1, 2, 4], [3, 5, 4], [0, 1, 1]]), np.corrcoef([[1, 2], [2, 1], [3, 5]], rowvar=False)
np.correlate([1, 2, 3], [0, 1, 0.5]), np.correlate([1, 2, 3], [0, 1, 0.5], 'full'), np.correlate([1, 2, 3], [0, 1, 0.5], 'same')
np.convolve([1, 2, 3], [0, 1, 0.5]), np.convolve([1, 2, 3], [0, 1, 0.5], 'same'), np.convolve([1, 2, 3], [0, 1, 0.5], 'valid'), np.convolve([1, 2], [1, 1, 1], mode='same'), np.convolve([1, 2, 3, 4], [1, 1], 'valid')
np.convolve([], [1])
np.convolve([1], [1], 'bogus')
''')
lines('calculus', '''
np.trapezoid([1, 2, 3]), np.trapezoid([1, 2, 3], [0, 1, 3]), np.trapezoid([1, 2, 3], dx=0.5), np.trapezoid([[1, 2], [3, 4]]), np.trapezoid([[1, 2], [3, 4]], axis=0)
np.gradient([1, 4, 9, 16]), np.gradient([1., 4, 9, 16], 2), np.gradient([1, 4, 9], [0, 1, 3]), np.gradient([[1, 2, 4], [3, 7, 1]]), np.gradient([[1, 2, 4], [3, 7, 1]], axis=1), np.gradient([1, 4, 9, 16], edge_order=2)
np.gradient([1])
np.cross([1, 2, 3], [4, 5, 6]), np.cross([[1, 0, 0], [0, 1, 0]], [0, 0, 1])
np.unwrap([0, 3, 6.5, 10]), np.sinc([0, 0.5, 1]), np.i0([0, 1.]), np.angle([1., -1]), np.heaviside([-1, 0, 1], 0.5)
''')
lines('windows', '''
np.hanning(5), np.hamming(5), np.blackman(5), np.bartlett(5), np.kaiser(5, 14), np.hanning(1), np.hanning(0)
np.meshgrid(np.linspace(-1, 1, 3), np.linspace(0, 1, 2))
np.exp(-np.linspace(-1, 1, 5) ** 2)
x = np.array([1.0, 2.0, 3.0]); e = np.exp(x - x.max()); e / e.sum()
x = np.array([[1., 2.], [3., 4.]]); (x - x.mean(axis=0)) / x.std(axis=0)
x = np.array([1., -2., 3.]); np.maximum(0, x), 1 / (1 + np.exp(-x)), np.where(x > 0, x, 0.01 * x), np.tanh(x)
np.eye(3)[[0, 2, 1]], np.eye(4, dtype=int)[np.array([1, 3])]
''')
lines('polynomials', '''
np.polyfit([0, 1, 2, 3], [1, 3, 5, 7], 1).round(10), np.polyfit([0, 1, 2, 3], [0, 1, 4, 9], 2).round(10), np.polyfit([0, 1, 2], [1, 2, 4], 1)
np.polyfit([0, 1, 2, 4], [[1, 2], [3, 4], [5, 7], [2, 1]], 1), np.polyfit([0, 1, 2, 3], [1, 2, 4, 3], 1, w=[1, 2, 1, 1])
np.polyfit([0, 1, 2, 3], [1, 2, 4, 3], 1, full=True)[:2]
np.polyfit([0, 1, 2, 3], [1, 2, 4, 3], 1, cov=True)
np.polyfit([0, 1], [1, 2, 3], 1)
np.polyfit([0, 1], [1, 2], -1)
np.polyfit([], [], 1)
np.polyval([1, 2, 3], 2), np.polyval([1, 2, 3], [0, 1, 2]), np.polyval([], 3), np.polyval([1.5], [1, 2])
np.roots([1, -3, 2]), np.roots([1, -6, 11, -6]), np.roots([2]), np.roots([1, 0]), np.roots([0, 1, -1]), np.sort(np.roots([1, 0, -7, 6]))
np.roots([[1]])
np.poly([1, 2]), np.poly([3, 0.5, -1]), np.poly([]), np.polyadd([1, 2], [1, 2, 3]), np.polysub([1, 2], [1, 2, 3]), np.polymul([1, 2], [1, 3]), np.polydiv([1, 5, 6], [1, 2]), np.polyder([1, 2, 3]), np.polyder([1, 2, 3, 4], 2), np.polyint([3, 2, 1]), np.polyint([6, 2], k=1), np.polyder([5])
np.poly1d([1, 2, 3])
p = np.poly1d([1, -3, 2]); [p(2), p([0, 1]), p.order, p.coeffs, p.roots, p[0], p[2], len(p), p.c, p.o]
p = np.poly1d([1, -3, 2]); [p + 1, p * p, p - [1, 2], p ** 2, 2 * p, -p, p / 2, p == np.poly1d([1, -3, 2]), p.deriv(), p.integ()]
str(np.poly1d([1, -3, 2])), str(np.poly1d([2.5, 0, -1, 4])), str(np.poly1d([1, 2], variable='y')), str(np.poly1d([0]))
np.poly1d([1, 2], True), np.poly1d(np.polyfit([0, 1, 2], [1, 3, 5], 1).round(8))
''')

# Assertions

for assertion in ('assert_allclose', 'assert_array_equal', 'assert_almost_equal', 'assert_array_almost_equal', 'assert_equal', 'assert_array_less'):
    for arguments in ('[1., 2.], [1., 3.]', '[1, 2], [1, 2]', '1.0, 1.1', '1, 1', '[1., 2.], [1., 2., 3.]', '[np.nan, 2.], [1., 2.]', '[np.nan, 2.], [np.nan, 2.]', '[[1., 2.], [3, 4]], [[1., 3.], [3, 9]]', 'np.arange(20.), np.zeros(20)', '[1., 2.], 1.', 'np.ones(2), np.ones(2) + 1e-9', "[1, 2], [2, 1], err_msg='hi'", 'np.ones(3, np.float32), np.full(3, 1.1, np.float32)'):
        program('testing', f'np.testing.{assertion}({arguments})')
lines('testing', '''
np.testing.assert_allclose([1., 2.], [1., 2.1], rtol=0.1)
np.testing.assert_allclose([1., 2.], [1., 2.1], atol=0.01)
np.testing.assert_almost_equal(1.0, 1.0001, decimal=3)
np.testing.assert_equal({'a': [1, 2]}, {'a': [1, 3]})
np.testing.assert_equal([1, [2, 3]], [1, [2, 4]])
np.testing.assert_allclose(torch.ones(2), np.ones(2))
''')

# Files

for array in ('np.arange(6).reshape(2, 3)', 'np.ones(3, np.float32)', 'np.array(5)', 'np.zeros((0, 2))', 'np.arange(6).reshape(2, 3).T', 'np.array([True, False])', 'np.arange(3, dtype=np.int8)', 'np.arange(8.).reshape(2, 2, 2)[:, ::-1]', 'np.array([1.5], np.float16)', 'np.arange(70000, dtype=np.uint8)[:5]'):
    lines('files', f'''
import io; f = io.BytesIO(); np.save(f, {array}); f.getvalue()
import io; f = io.BytesIO(); np.save(f, {array}); f.seek(0); np.load(f)
import io; f = io.BytesIO(); np.savez(f, {array}, b=np.ones(2)); f.seek(0); z = np.load(f); [sorted(z.files), z['arr_0'], z['b'], 'b' in z, len(z)]
import io; f = io.BytesIO(); np.savez_compressed(f, x={array}); f.seek(0); np.load(f)['x']
''')
lines('files', '''
import io; np.load(io.BytesIO(b''))
import io; np.load(io.BytesIO(b'bogus bytes'))
import io; f = io.BytesIO(); np.savez(f, a=np.ones(1)); f.seek(0); np.load(f)['b']
import io; f = io.BytesIO(); np.savez(f, a=np.ones(1)); f.seek(0); np.load(f)
import io; f = io.StringIO(); np.savetxt(f, [[1, 2], [3, 4]]); f.getvalue()
import io; f = io.StringIO(); np.savetxt(f, [[1.5, 2], [3, 4]], fmt='%.2f', delimiter=',', header='a,b'); f.getvalue()
import io; f = io.StringIO(); np.savetxt(f, [1, 2, 3], fmt='%d'); f.getvalue()
import io; np.loadtxt(io.StringIO('1 2 3\\n4 5 6')), np.loadtxt(io.StringIO('1,2\\n3,4'), delimiter=','), np.loadtxt(io.StringIO('# c\\n1\\n2')), np.loadtxt(io.StringIO('a\\n1\\n2'), skiprows=1), np.loadtxt(io.StringIO('1 2\\n3 4'), usecols=1), np.loadtxt(io.StringIO('1 2\\n3 4'), unpack=True), np.loadtxt(io.StringIO('1 2'), dtype=int)
import io; np.genfromtxt(io.StringIO('1,2\\n3,'), delimiter=',')
np.ones(2).tobytes(), np.frombuffer(b'\\x01\\x02', np.uint8), np.frombuffer(b'\\x01\\x02\\x03\\x04', '<i2', offset=2), np.frombuffer(b'\\x01\\x02', np.uint8, count=1)
np.frombuffer(b'\\x01\\x02\\x03', np.int16)
pickle.loads(pickle.dumps(np.arange(3.))), pickle.loads(pickle.dumps(np.float32(1.5)))
''')
