"""numpy.random: default_rng and the legacy RandomState, to the bit."""
from sampling import lines, program

TOLERANCES = {'continuous': {'kind': 'ulp', 'ulp': 4}}
RNG = 'r = np.random.default_rng(42)'
for seed in ('0', '1', '42', '123', '12345', '2**32 - 1', '2**40 + 7', '2**128 + 3', '[1, 2, 3]', 'np.int64(7)'):
    for call in ('random(5)', 'random()', 'integers(0, 10, 5)', 'standard_normal(5)', 'normal(2, 3, 4)', 'permutation(8)', 'choice(10, 3, replace=False)', 'uniform(-1, 1, 3)'):
        program('default_rng', f'np.random.default_rng({seed}).{call}')
for seed in ('-1', '1.5', '"a"', '[-1]'):
    program('default_rng', f'np.random.default_rng({seed})')
for call in ('random((2, 3))', 'random(3, dtype=np.float32)', 'random((2, 0))', 'random(-1)', 'random("a")', 'integers(5)', 'integers(5, size=10)', 'integers(2, 9, size=(2, 3))', 'integers(1, 6, 20, endpoint=True)', 'integers(0, 2, 10)', 'integers(0, 256, 6, dtype=np.uint8)', 'integers(-100, 100, 6, dtype=np.int8)', 'integers(0, 1000, 6, np.int16)', 'integers(0, 2**31 - 1, 5, dtype=np.int32)',
             'integers(2**40, size=4)', 'integers(-2**63, 2**63 - 1, 4)', 'integers(0, 2**32, 4)', 'integers(0, 2**32 + 1, 4)', 'integers(0, 1, 3)', 'integers(3, 3)', 'integers(5, 2)', 'integers(0, 300, dtype=np.uint8)', 'integers(0, 2, 9, dtype=bool)', 'integers(1.5)', 'integers(low=0, high=3, size=5)', 'integers([1, 10, 100])', 'integers(0, [2, 20, 200])', 'integers(10, size=None)',
             'standard_normal()', 'standard_normal((2, 3))', 'standard_normal(2000).sum()', 'normal()', 'normal(size=3)', 'normal(5, 0.5, size=(2, 2))', 'normal([0, 10, 100], 1)', 'normal(0, [1, 2, 3])', 'normal(0, -1)', 'normal(loc=1.0, scale=2.0, size=2)', 'uniform()', 'uniform(5, 10)', 'uniform(size=3)', 'uniform(-1, 1, (2, 2))', 'uniform([0, 1], [1, 5])', 'uniform(0, np.inf)',
             'permutation(5)', 'permutation([3, 1, 4, 1, 5])', 'permutation(np.arange(6).reshape(3, 2))', 'permutation(np.arange(6).reshape(2, 3), axis=1)', 'permuted([[1, 2, 3], [4, 5, 6]], axis=1)', 'choice(5)', 'choice(5, 3)', 'choice([10, 20, 30], 2)', 'choice([10, 20, 30], 2, replace=False)', 'choice(5, 10, p=[0.1, 0.2, 0.3, 0.2, 0.2])', 'choice(5, 3, False, p=[0.1, 0.2, 0.3, 0.2, 0.2])', 'choice(100, 5, replace=False)', 'choice(20000, 5, replace=False)', 'choice(20000, 3000, replace=False)', 'choice(20000, 5, replace=False, shuffle=False)', 'choice(np.arange(6).reshape(3, 2), 2)',
             'choice(3, 5, replace=False)', 'choice(0)', 'choice(0, 2)', 'choice([1, 2], p=[0.5, 0.6])', 'choice([1, 2], p=[1.5, -0.5])', 'choice([1, 2, 3], p=[0.5, 0.5])', 'choice(5, (2, 2))', 'choice([0.5, 1.5])', 'bytes(5)', 'bogus(1)'):
    program('default_rng', RNG, f'r.{call}')
for call in ('exponential(2, 4)', 'standard_exponential(5)', 'exponential()', 'lognormal(0, 1, 3)', 'gamma(2, 1, 3)', 'gamma(0.5, 2, 3)', 'standard_gamma(3, 2)', 'beta(2, 3, 3)', 'beta(0.5, 0.5, 2)', 'chisquare(3, 3)', 'poisson(3, 6)', 'poisson(50, 4)', 'binomial(10, 0.5, 6)', 'binomial(100, 0.3, 4)', 'binomial(1, 0.5, 8)', 'geometric(0.3, 5)', 'laplace(0, 1, 3)', 'gumbel(0, 1, 3)', 'logistic(0, 1, 3)', 'rayleigh(1, 3)', 'weibull(2, 3)', 'pareto(3, 3)', 'triangular(0, 1, 3, 3)', 'standard_cauchy(3)', 'standard_t(4, 3)', 'multinomial(10, [0.2, 0.3, 0.5])', 'dirichlet([1, 2, 3])', 'multivariate_normal([0, 0], [[1, 0.5], [0.5, 2]], 3)'):
    program('continuous', RNG, f'r.{call}')
lines('default_rng', '''
r = np.random.default_rng(42); a = np.arange(6); r.shuffle(a); a
r = np.random.default_rng(42); a = np.arange(6).reshape(3, 2); r.shuffle(a); a
r = np.random.default_rng(42); a = [1, 2, 3, 4]; r.shuffle(a); a
r = np.random.default_rng(42); a = np.arange(6).reshape(2, 3); r.shuffle(a, axis=1); a
r = np.random.default_rng(42); [r.random(), r.integers(10), r.integers(10), r.standard_normal(), r.random(2), r.integers(5, size=3)]
r = np.random.default_rng(42); [r.integers(10), r.random(), r.integers(10)]
r = np.random.default_rng(np.random.default_rng(3)); r.random()
r = np.random.default_rng(np.random.SeedSequence(5)); r.random()
r = np.random.default_rng(np.random.PCG64(5)); r.random()
r = np.random.Generator(np.random.PCG64(5)); r.random()
np.random.SeedSequence(42).generate_state(4).tolist(), np.random.SeedSequence(42).entropy
[np.random.default_rng(s).random() for s in np.random.SeedSequence(42).spawn(2)]
[g.random() for g in np.random.default_rng(42).spawn(2)]
r = np.random.default_rng(1); s = r.bit_generator.state; a = r.random(); r.bit_generator.state = s; [a == r.random(), s['bit_generator'], s['state']['state'], s['state']['inc'], s['has_uint32']]
a, b = np.random.default_rng(), np.random.default_rng(); a.random() != b.random()
str(np.random.default_rng(0)), type(np.random.default_rng(0))
r = np.random.default_rng(7); X = r.normal(size=(3, 2)); y = X @ [1., 2.] + 0.1 * r.standard_normal(3); [X, y]
r = np.random.default_rng(42); o = np.zeros(3); r.random(out=o); o
r = np.random.default_rng(42); o = np.zeros(3); r.standard_normal(out=o); o
''')
# What is drawn one after another, long enough for the rare ways of the ziggurat.
for seed in range(6):
    program('default_rng', f'r = np.random.default_rng({seed})', 'import zlib', 'a = r.standard_normal(3000)', '[zlib.crc32(a.tobytes()), a.max()]')
    program('default_rng', f'r = np.random.default_rng({seed})', 'import zlib', '[zlib.crc32(r.random(500).tobytes()), zlib.crc32(r.integers(0, 1000, 500).tobytes()), zlib.crc32(r.permutation(500).tobytes())]')

LEGACY = 'np.random.seed(42)'
for call in ('rand()', 'rand(3)', 'rand(2, 3)', 'randn(4)', 'randn()', 'random(3)', 'random_sample((2, 2))', 'randint(10)', 'randint(0, 10, 5)', 'randint(5, size=(2, 3))', 'randint(0, 2, 10)', 'randint(0, 256, 5, dtype=np.uint8)', 'randint(5, 2)', 'randint(0, 300, dtype=np.uint8)', 'normal()', 'normal(2, 3, 4)', 'normal([0, 10], 1)', 'uniform(-1, 1, 4)', 'uniform([0, 1], [1, 5])', 'standard_normal(3)', 'permutation(6)', 'permutation([3, 1, 4])', 'permutation(np.arange(6).reshape(3, 2))', 'choice(5)', 'choice(5, 3)', 'choice(5, 3, replace=False)', 'choice([1, 2, 3], 2)', 'choice(3, 5, p=[0.2, 0.3, 0.5])', 'choice(3, 2, False, [0.2, 0.3, 0.5])',
             'choice(3, 5, replace=False)', 'choice(3, p=[0.2, 0.3])', 'choice(3, p=[0.2, 0.3, 0.6])', 'choice([[1, 2]])', 'choice(0)', 'exponential(2, 3)', 'normal(0, -1)', 'rand(-1)', 'seed(-1)', 'seed(2**32)', 'seed(1.5)', 'bogus()', 'ranf()', 'random_integers'):
    if call != 'random_integers':
        program('legacy', LEGACY, f'np.random.{call}')
for call in ('lognormal(0, 1, 3)', 'poisson(3, 6)', 'poisson(50, 4)', 'binomial(10, 0.5, 6)', 'binomial(100, 0.3, 4)', 'binomial(1, 0.5, 8)', 'gamma(2, 1, 3)', 'gamma(0.5, 1, 3)', 'beta(2, 3, 3)', 'chisquare(3, 3)', 'geometric(0.3, 5)', 'laplace(0, 1, 3)', 'gumbel(0, 1, 3)', 'logistic(0, 1, 3)', 'rayleigh(1, 3)', 'standard_exponential(3)', 'weibull(2, 3)', 'pareto(3, 3)', 'triangular(0, 1, 3, 3)', 'standard_cauchy(3)', 'multinomial(10, [0.2, 0.3, 0.5])', 'dirichlet([1, 2, 3])', 'multivariate_normal([0, 0], [[1, 0.5], [0.5, 2]], 3)', 'standard_t(4, 3)', 'standard_gamma(3, 2)'):
    program('continuous', LEGACY, f'np.random.{call}')
lines('legacy', '''
np.random.seed(0); a = np.arange(6); np.random.shuffle(a); a
np.random.seed(0); a = [1, 2, 3]; np.random.shuffle(a); a
np.random.seed(0); a = np.arange(6).reshape(3, 2); np.random.shuffle(a); a
r = np.random.RandomState(7); [r.rand(2), r.randn(2), r.randint(5, size=3)]
np.random.seed(3); s = np.random.get_state(); a = np.random.rand(); np.random.set_state(s); a == np.random.rand(), s[0], s[1][:3].tolist(), s[2:]
np.random.seed([1, 2]); np.random.rand(2)
np.random.RandomState(0).bogus()
np.random.seed(1); [type(np.random.rand()), type(np.random.randint(3)), type(np.random.randn()), type(np.random.choice(3)), type(np.random.choice([1, 2]))]
''')
