/**
 * Where the nodes of a graph stand: in layers, what is computed first above, by the steps of Sugiyama, Tagawa and Toda (1981).
 * Ordering within a layer is by the mean of the neighbours (barycenter), and places by least squares under the order, which
 * pools violators that lie together. A general layout library takes seconds for the thousands of nodes that a network has.
 */

/** In pixels of the picture at its own scale; `label`: of what stands below a node, through which its edges go down; `corner`: where a group is opened. */
export const NODE = { width: 156, height: 42, gapX: 22, gapY: 56, label: 20, corner: 24 } as const;
/** Room that an edge takes where it passes by a layer. */
const PASSING = 14;
/** An edge over more layers is drawn straight through, and so are all when so many for each node have a place wherever they pass. */
const LONGEST = 40;
const MOST_PASSING = 8;
const SWEEPS = 8;
/** What holds an edge straight, beside a node. */
const STRAIGHT = 4;

export interface GraphLayout {
	readonly width: number;
	readonly height: number;
	/** Middle and top of each node. */
	readonly x: Float64Array;
	readonly y: Float64Array;
	/** The points of all edges x, y, x, y, …, each from below its first node to above its last, and where each edge's begin. */
	readonly points: Float64Array;
	readonly starts: Uint32Array;
}

/** An edge's points. */
export function routeOf({ points, starts }: GraphLayout, edge: number): Float64Array {
	return points.subarray(starts[edge]!, starts[edge + 1]!);
}

/** `edges`: from, to, from, to, …; each leads to a later node. */
export function layoutGraph(count: number, edges: Uint32Array): GraphLayout {
	const layerOf = layersOf(count, edges);
	const chains: number[][] = [];
	// Beyond the nodes are the places at which edges pass by.
	const layers = [...layerOf];
	const below: number[][] = Array.from({ length: count }, () => []), above: number[][] = Array.from({ length: count }, () => []);
	const join = (from: number, to: number) => {
		below[from]!.push(to);
		above[to]!.push(from);
	};
	for (let i = 0; i < edges.length; i += 2) {
		const from = edges[i]!, to = edges[i + 1]!, chain = [from];
		const passed = layerOf[to]! - layerOf[from]!;
		if (passed <= LONGEST && layers.length + passed <= (1 + MOST_PASSING) * count + LONGEST) {
			for (let layer = layerOf[from]! + 1; layer < layerOf[to]!; layer++) {
				const place = layers.push(layer) - 1;
				below.push([]);
				above.push([]);
				join(chain.at(-1)!, place);
				chain.push(place);
			}
			join(chain.at(-1)!, to);
		}
		chain.push(to);
		chains.push(chain);
	}
	const rows: number[][] = [];
	layers.forEach((layer, place) => (rows[layer] ??= []).push(place));
	order(rows, above, below, layers.length);
	const x = places(rows, above, below, count, layers.length);
	const left = x.reduce((least, middle, place) => Math.min(least, middle - widthOf(place, count) / 2), Infinity);
	let width = 0;
	for (let place = 0; place < x.length; place++) {
		x[place] = Math.round((x[place]! - left) * 10) / 10;
		width = Math.max(width, x[place]! + widthOf(place, count) / 2);
	}
	const top = (layer: number) => layer * (NODE.height + NODE.gapY);
	const routes = chains.map(chain => chain.flatMap((place, i) => {
		if (i === 0) return [x[place]!, top(layers[place]!) + NODE.height, x[place]!, top(layers[place]!) + NODE.height + NODE.label];
		if (i === chain.length - 1) return [x[place]!, top(layers[place]!)];
		return [x[place]!, top(layers[place]!), x[place]!, top(layers[place]!) + NODE.height];
	}));
	const starts = new Uint32Array(chains.length + 1);
	routes.forEach((route, edge) => { starts[edge + 1] = starts[edge]! + route.length; });
	return { width, height: count === 0 ? 0 : top(rows.length) - NODE.gapY, x: x.slice(0, count), y: Float64Array.from(layerOf, top), points: Float64Array.from(routes.flat()), starts };
}

/** A node, and whether it was hit where a group is opened. */
export interface Hit { readonly node: number; readonly isCorner: boolean }

/** The node at a point of the picture. */
export function hitAt({ x, y }: GraphLayout, atX: number, atY: number): Hit | undefined {
	const node = y.findIndex((top, i) => atY >= top && atY <= top + NODE.height && Math.abs(atX - x[i]!) <= NODE.width / 2);
	return node < 0 ? undefined : { node, isCorner: atX > x[node]! + NODE.width / 2 - NODE.corner && atY < y[node]! + NODE.corner };
}

/** As far up as its inputs allow; what has none stands just above what uses it. */
function layersOf(count: number, edges: Uint32Array): Int32Array {
	const layers = new Int32Array(count), hasInput = new Uint8Array(count), first = new Int32Array(count).fill(-1);
	const byEnd = Array.from({ length: edges.length / 2 }, (_, i) => i).sort((a, b) => edges[2 * a + 1]! - edges[2 * b + 1]!);
	for (const i of byEnd) {
		const from = edges[2 * i]!, to = edges[2 * i + 1]!;
		hasInput[to] = 1;
		layers[to] = Math.max(layers[to]!, layers[from]! + 1);
	}
	for (let i = 0; i < edges.length; i += 2) {
		const from = edges[i]!, user = layers[edges[i + 1]!]!;
		if (first[from] === -1 || user < first[from]!) first[from] = user;
	}
	for (let node = 0; node < count; node++) if (hasInput[node] === 0 && first[node]! > 0) layers[node] = first[node]! - 1;
	return layers;
}

/** Sorts each layer by where its neighbours stand, going down and up in turn. */
function order(rows: readonly number[][], above: readonly number[][], below: readonly number[][], count: number): void {
	const at = new Float64Array(count), wish = new Float64Array(count);
	const number = (row: readonly number[]) => row.forEach((place, i) => at[place] = row.length === 1 ? 0.5 : i / (row.length - 1));
	rows.forEach(number);
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		const isDown = sweep % 2 === 0, neighbours = isDown ? above : below;
		for (let i = 0; i < rows.length; i++) {
			const row = rows[isDown ? i : rows.length - 1 - i]!;
			for (const place of row) wish[place] = mean(neighbours[place]!, at) ?? at[place]!;
			row.sort((a, b) => wish[a]! - wish[b]! || a - b);
			number(row);
		}
	}
}

function mean(of: readonly number[], at: Float64Array): number | undefined {
	if (of.length === 0) return undefined;
	let sum = 0;
	for (const place of of) sum += at[place]!;
	return sum / of.length;
}

function widthOf(place: number, count: number): number {
	return place < count ? NODE.width : PASSING;
}

/** Middles: each layer in turn as near to its neighbours as its order allows. */
function places(rows: readonly number[][], above: readonly number[][], below: readonly number[][], count: number, all: number): Float64Array {
	const x = new Float64Array(all);
	for (const row of rows) {
		let at = 0;
		for (const place of row) {
			x[place] = at + widthOf(place, count) / 2;
			at += widthOf(place, count) + NODE.gapX;
		}
		for (const place of row) x[place]! -= at / 2;
	}
	const both = above.map((neighbours, place) => [...neighbours, ...below[place]!]);
	for (let sweep = 0; sweep < 2 * SWEEPS; sweep++) {
		const isDown = sweep % 2 === 0, neighbours = sweep >= 2 * SWEEPS - 4 ? both : isDown ? above : below;
		for (let i = 0; i < rows.length; i++) spread(rows[isDown ? i : rows.length - 1 - i]!, neighbours, x, count);
	}
	return x;
}

/** The least squares of the distances to where the neighbours want each, with their order and room kept (pool adjacent violators). */
function spread(row: readonly number[], neighbours: readonly number[][], x: Float64Array, count: number): void {
	const blocks: { sum: number; weight: number; from: number }[] = [];
	const offsets: number[] = [];
	row.forEach((place, i) => {
		const before = row[i - 1];
		offsets.push(before === undefined ? 0 : offsets[i - 1]! + (widthOf(before, count) + widthOf(place, count)) / 2 + NODE.gapX);
		const weight = place < count ? 1 : STRAIGHT;
		let block = { sum: ((mean(neighbours[place]!, x) ?? x[place]!) - offsets[i]!) * weight, weight, from: i };
		for (let last = blocks.at(-1); last !== undefined && last.sum / last.weight >= block.sum / block.weight; last = blocks.at(-1)) {
			block = { sum: last.sum + block.sum, weight: last.weight + block.weight, from: last.from };
			blocks.pop();
		}
		blocks.push(block);
	});
	blocks.forEach(({ sum, weight, from }, b) => {
		for (let i = from; i < (blocks[b + 1]?.from ?? row.length); i++) x[row[i]!] = sum / weight + offsets[i]!;
	});
}
