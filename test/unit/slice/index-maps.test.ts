/** Which ops of a run draw an index map, asked of the embedded runtime. */
import { expect, test } from 'vitest';
import { contentsOf, sliceOf } from '../../../engine/slice/contents.ts';
import { indexMapSlice } from '../../../engine/slice/index-map.ts';
import type { IndexMapSlice } from '../../../engine/slice/slice.ts';
import { done } from '../../../engine/trace/work.ts';
import { mappingOf, ravel, ruleText } from '../../../webview/index-map/mapping.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

test('take_along_dim without a dim goes by the source as one row, so its cells have no map', async () => {
	const { bytes } = await runPython(`import torch
s = torch.arange(6).view(2, 3)
flat = torch.take_along_dim(s, torch.tensor([5, 0]))
none = torch.take_along_dim(s, torch.tensor([5, 0]), dim=None)
rows = torch.take_along_dim(s, torch.tensor([[2], [0]]), dim=1)
`);
	expect(done(contentsOf(read(bytes))).filter(({ kind }) => kind === 'indexMap').map(({ label, detail }) => `${label} ${detail}`)).toEqual(['take_along_dim 5']);
});

test('scatter_reduce, and scatter with reduce: what comes along the edges, brought together, is what the op gave', async () => {
	const { bytes, stderr } = await runPython(`import random
import torch
random.seed(2)
torch.manual_seed(2)
for case in range(120):
    shape = [random.randint(1, 4) for _ in range(random.randint(1, 3))]
    dim = random.randrange(-len(shape), len(shape))
    into, src = torch.randint(-3, 4, shape).double(), torch.randint(-3, 4, shape).double()
    index = torch.randint(0, shape[dim], shape)
    if case % 6 == 5:
        out = into.scatter(dim, index, src, reduce=random.choice(('add', 'multiply')))
    elif case % 2:
        out = into.scatter_reduce(dim, index, src, random.choice(('sum', 'prod', 'mean', 'amax', 'amin')), include_self=case % 4 == 1)
    else:
        out = torch.scatter_reduce(into, dim, index, src, reduce=random.choice(('sum', 'prod', 'mean', 'amax', 'amin')))
`);
	const trace = read(bytes);
	expect(stderr).toBe('');
	const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
	const TOGETHER: Readonly<Record<string, (values: readonly number[]) => number>> = { sum, prod: values => values.reduce((a, b) => a * b, 1), mean: values => sum(values) / values.length, amax: values => Math.max(...values), amin: values => Math.min(...values) };
	const seen = new Set<string>();
	for (let op = 0; op < trace.opCount; op++) {
		if (!trace.opName(op).startsWith('scatter')) continue;
		const slice = done(indexMapSlice(trace, trace.op(op)))!, { edgesOf, ends } = mappingOf(slice), into = trace.value(trace.op(op).inputs[0]!.ref, trace.op(op).tick);
		if (into?.kind !== 'tensor') throw new Error('what was put into was not recorded');
		const before = trace.elements(into, trace.op(op).tick)!, { how, includeSelf } = slice.reduce!;
		seen.add(`${how} ${includeSelf}`);
		const expected = Array.from(before as Float64Array, (own, at) => {
			const come = edgesOf('output', at).map(edge => Number(slice.source.elements![ends.source[edge]!]));
			return come.length === 0 ? own : TOGETHER[how]!(includeSelf ? [own, ...come] : come);
		});
		// 0 times -1 is -0.
		expect([how, Array.from(slice.output.elements as Float64Array, value => value + 0)]).toEqual([how, expected.map(value => value + 0)]);
	}
	expect(seen.size).toBe(10);
});

test('what is between the brackets, in letters', async () => {
	const { bytes } = await runPython(`import torch
x, i = torch.arange(24).view(2, 3, 4), torch.tensor([0, 1])
a = x[:, i]
f = x[:1, i]
b = x[1, ..., 1::2, None, i][0]
c = x[0, x[0, :, 0] > 3]
d = x[i, i]
e = x[[0, 1]]
g = x[i, 1:, i]
h = x[i, 0, i.view(2, 1)]
k = x[None, i, [2, 0]]
m = torch.tensor([[True, False, False], [False, False, True]])
l = x[m, i]
n = x[m[:, 0], 0], x[m[:, 0], :, torch.tensor([[3], [2]])]
o = x[m, torch.tensor(1)]
`);
	const trace = read(bytes);
	const texts = Array.from({ length: trace.opCount }, (_, op) => done(indexMapSlice(trace, trace.op(op)))).flatMap(slice => slice ? [`${mappingOf(slice).rule.written}: ${ruleText(slice, mappingOf(slice))}`] : []);
	expect(texts).toEqual([
		'[:, index]: out[i][j][k] = source[i][index[j]][k]',
		'[:1, index]: out[i][j][k] = source[i][index[j]][k]',
		'[1, 1::2, None, index]: out[i][j][k] = source[1][1+2·i][index[k]]',
		'[0, index]: out[i][j] = source[0][nonzero[i][0]][j]',
		'[index0, index1]: out[i][j] = source[index0[i]][index1[i]][j]',
		'[index]: out[i][j][k] = source[index[i]][j][k]',
		'[index0, 1:, index1]: out[i][j] = source[index0[i]][1+j][index1[i]]',
		'[index0, 0, index1]: out[i][j] = source[index0[j]][0][index1[i][0]]',
		'[None, index0, index1]: out[i][j][k] = source[index0[j]][index1[j]][k]',
		// A mask beside another is what PyTorch makes of it, an index for each of its axes; beside a number it stands alone.
		'[index0, index1, index2]: out[i] = source[index0[i]][index1[i]][index2[i]]',
		'[index, 0]: out[i][j] = source[nonzero[i][0]][0][j]',
		'[index0, :, index1]: out[i][j][k] = source[index0[j]][k][index1[i][j]]',
		'[index, 1]: out[i] = source[nonzero[i][0]][nonzero[i][1]][1]',
	]);
	const { index, indices } = done(indexMapSlice(trace, trace.op(Array.from({ length: trace.opCount }, (_, op) => op).find(op => trace.op(op).line === 13)!)))!;
	expect([index.title, indices!.map(({ elements }) => [...elements!].map(Number))]).toEqual(['index0 m.nonzero()[:, 0], index1 m.nonzero()[:, 1], index2 i', [[0, 1], [0, 2], [0, 1]]]);
});

/** What raises over a source, and then is done over one that goes on: what that holds are its own places. */
const FAILED = `import random
import torch
random.seed(2)
torch.manual_seed(2)

def attempt(f):
    try:
        f()
    except (IndexError, RuntimeError) as error:
        print(type(error).__name__, error)

for case in range(300):
    shape = [random.randint(1, 4) for _ in range(random.randint(1, 3))]
    axis = random.randrange(len(shape))
    longer = list(shape)
    longer[axis] += 4
    large = torch.arange(torch.Size(longer).numel()).view(longer)
    small = large.narrow(axis, 0, shape[axis]).clone()
    index = torch.randint(0, longer[axis], [random.randint(1, 3) for _ in range(random.randint(1, 2))])
    index.view(-1)[random.randrange(index.numel())] = random.randint(shape[axis], longer[axis] - 1)
    kind = case % 4
    if kind == 0:
        sizes = list(shape)
        sizes[axis] = random.randint(1, 3)
        index = torch.randint(0, longer[axis], sizes)
        index.view(-1)[0] = shape[axis]
        attempt(lambda: small.gather(axis, index))
        out = large.gather(axis, index)
    elif kind == 1:
        attempt(lambda: small.index_select(axis, index.view(-1)))
        out = large.index_select(axis, index.view(-1))
    elif kind == 2:
        several = tuple(index if each == axis else slice(None) if random.random() < 0.5 else random.randrange(size) for each, size in enumerate(shape))
        attempt(lambda: small[several])
        out = large[several]
    else:
        listed = tuple(index.view(-1).tolist() if each == axis else torch.randint(0, size, (1,)) for each, size in enumerate(shape))
        attempt(lambda: small[listed])
        out = large[listed]
`;

test('take_along_dim counts round from the beginning, as often as it takes', async () => {
	const { bytes } = await runPython('import torch\nx = torch.arange(6).view(2, 3)\ny = x.take_along_dim(torch.tensor([[5], [-4]]), 1)\nz = x.take_along_dim(torch.tensor([[-9, 7]]), 1)');
	const trace = read(bytes);
	const maps = Array.from({ length: trace.opCount }, (_, op) => done(indexMapSlice(trace, trace.op(op)))).flatMap(slice => slice ? [mappingOf(slice)] : []);
	expect(maps.map(({ ends, broken }) => [[...ends.source], broken.size])).toEqual([[[2, 5], 0], [[0, 1, 3, 4], 0]]);
});

test('300 calls that raised: each index that is out of bounds falls where a longer source has what it takes', async () => {
	const { bytes, stderr, stdout } = await runPython(FAILED);
	const trace = read(bytes);
	expect(stderr).toBe('');
	expect([stdout.trim().split('\n').length, trace.failedOps.length]).toEqual([300, 300]);
	let broken = 0;
	for (const call of trace.failedOps) {
		const slice = done(indexMapSlice(trace, call))!, mapping = mappingOf(slice);
		const next = trace.opsBetween(call.tick, trace.lastTick).map(op => trace.op(op)).find(({ name, tick }) => name === call.name && tick > call.tick)!;
		const [large, out] = [trace.value(next.inputs[0]!.ref, next.tick), trace.value(next.outputs[0]!, next.end)];
		if (large?.kind !== 'tensor' || out?.kind !== 'tensor') throw new Error('no tensors');
		expect(slice.output.shape).toEqual(out.shape);
		const taken = trace.elements(out, next.end)!, fallen = new Set(mapping.broken);
		expect(fallen.size).toBeGreaterThan(0);
		for (let edge = 0; edge < taken.length; edge++) {
			const from = fallen.has(edge) ? BigInt(ravel(mapping.outsideOf(edge).place, large.shape)) : slice.source.elements![mapping.ends.source[edge]!];
			expect(from).toBe(taken[edge]);
		}
		expect(slice.failed).toMatch(/Error: index/);
		broken += fallen.size;
	}
	expect(broken).toBeGreaterThan(500);
});

test('the list has calls with an index out of bounds first, and none that raised for another reason', async () => {
	const { bytes } = await runPython(`import torch
x = torch.arange(12.).view(3, 4)
i = torch.tensor([[0, 9]])
def attempt(f):
    try:
        f()
    except Exception:
        pass
for _ in range(3):
    attempt(lambda: x.gather(1, i))
attempt(lambda: x.gather(5, i))
attempt(lambda: x[torch.tensor([True, False])])
attempt(lambda: x @ x)
attempt(lambda: x.gather(1, i.float()))
attempt(lambda: torch.zeros(2, 4).scatter(0, torch.tensor([[2]]), 1.))
attempt(lambda: torch.nn.functional.embedding(torch.tensor([3]), x))
y = x.gather(1, i.clamp(max=3))
x[[0, 3]]
`);
	const trace = read(bytes), maps = done(contentsOf(trace)).filter(({ kind }) => kind === 'indexMap');
	expect(maps.map(({ id, label, detail, raised }) => `${id.split(':')[0]} ${label} ${detail}${raised === true ? ' raised' : ''}`)).toEqual([
		'failed gather 10 raised', 'failed scatter 15 raised', 'failed embedding 16 raised', 'failed [index] 18 raised', 'indexMap gather 17',
	]);
	const slice = done(sliceOf(trace, maps[2]!.id));
	expect(slice).toMatchObject({ kind: 'indexMap', failed: 'IndexError: index out of range in self', output: { shape: [1, 4], elements: undefined }, origin: { line: 16 } });
	expect(done(sliceOf(trace, 'failed:999'))).toBeUndefined();
});

test('scatter of a number: it goes wherever the index leads', async () => {
	const { bytes, stderr } = await runPython(`import torch
classes = torch.tensor([[2], [0], [1]])
a = torch.zeros(3, 4).scatter_(1, classes, 1.)
b = torch.zeros(3, 4).scatter(1, classes, value=7)
c = torch.ones(3, 4, dtype=torch.int64).scatter_(1, torch.tensor([[1, 1]]), 5)
`);
	expect(stderr).toBe('');
	const trace = read(bytes), maps = done(contentsOf(trace)).filter(({ kind }) => kind === 'indexMap').map(({ id }) => done(sliceOf(trace, id)) as IndexMapSlice);
	expect(maps.map(({ op }) => op)).toEqual(['scatter_', 'scatter', 'scatter_']);
	for (const [slice, number] of [[maps[0]!, 1], [maps[1]!, 7], [maps[2]!, 5]] as const) {
		const { ends, broken } = mappingOf(slice);
		expect([slice.source.shape, [...slice.source.elements!].map(Number), broken.size]).toEqual([slice.index.shape, Array.from({ length: slice.index.elements!.length }, () => number), 0]);
		const led = new Set(ends.output);
		const into = [...slice.output.elements!].map(Number);
		expect(into.flatMap((value, cell) => value === number ? [cell] : [])).toEqual([...led].sort((x, y) => x - y));
	}
});
