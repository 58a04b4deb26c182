/** An index map as it is read forwards or backwards: whose values are drawn, and what is said of a cell. */
import type { Role } from '../../engine/slice/index-rules.ts';
import type { IndexMapSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { unravel } from '../../engine/trace/shape.ts';
import { valueText } from '../grid/cells.ts';
import { brackets } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { backwardMap } from './backward.ts';
import type { MapLayout } from './layout.ts';
import { backwardText, type Mapping, ruleText, scaleText, sharedRole } from './mapping.ts';

/** Of the other ends of a cell's edges, how many are named. */
const NAMED = 8;

export interface Reading {
	readonly isBackward: boolean;
	/** Backwards source and output are their gradients. */
	readonly slice: IndexMapSlice;
	/** Of a cell's edges those that bring something. */
	flowing(edges: readonly number[]): readonly number[];
	/** The rule with letters. */
	readonly rule: string;
	/** What is said of a cell. */
	sentence(role: Role, flat: number, layout: MapLayout): string;
}

export function forwards(slice: IndexMapSlice, mapping: Mapping, strings: Strings): Reading {
	const { rule, ends } = mapping;
	const nameOf = (which: Role, at: number) => `${which === 'output' ? 'out' : which}${brackets(unravel(at, slice[which].shape))}`;
	const reduced = slice.reduce?.includeSelf === false ? strings.reducedTo : strings.reducedWithSelf;
	/** The rule with one edge's numbers, and what came of it. */
	const edgeText = (edge: number, layout: MapLayout): string => {
		const text = ruleText(slice, mapping, unravel(edge, slice[rule.over].shape));
		const chosen = sharedRole(rule);
		if (ends[chosen][edge] === -1) {
			const { place, axis, size } = mapping.outsideOf(edge);
			return `${text}   ${fill(strings.outOfRange, place[axis] ?? '?', axis, size)}`;
		}
		const source = ends.source[edge]!, place = nameOf(chosen, ends[chosen][edge]!);
		return chosen === 'source' ? `${text} = ${place} = ${valueText(layout.grids.source, source)}` : `${text} = ${scaleText(slice)}${valueText(layout.grids.source, source)}   → ${place}`;
	};
	return {
		isBackward: false, slice, rule: ruleText(slice, mapping), flowing: edges => edges,
		sentence(role, flat, layout) {
			const edges = mapping.edgesOf(role, flat);
			if (edges.length === 1 && role !== sharedRole(rule)) return edgeText(edges[0]!, layout);
			const name = `${nameOf(role, flat)} = ${valueText(layout.grids[role], flat)}`;
			const [none, once, more] = role === 'source' ? [strings.neverTaken, strings.takenOnce, strings.takenTimes]
				: role === 'index' ? ['', strings.chooses, strings.chooses] : [strings.keptAsBefore, ...rule.adds ? [strings.addedUp, strings.addedUp] : slice.reduce !== undefined ? [reduced, reduced] : [strings.writtenOnce, strings.writtenTimes]];
			if (edges.length === 0) return `${name}   ${none}`;
			const other: Role = role === 'source' ? 'output' : 'source';
			return `${name}   ${fill((edges.length === 1 ? once : more)!, edges.length, slice.reduce?.how ?? '')}: ${named(edges, edge => ends[other][edge] === -1 ? '?' : nameOf(other, ends[other][edge]!), ', ')}`;
		},
	};
}

/** `gradient`: the output's. */
export function backwards(slice: IndexMapSlice, mapping: Mapping, gradient: TensorSlice, strings: Strings): Reading {
	const { rule, ends } = mapping, { slice: flowed, flowing } = backwardMap(slice, mapping, gradient);
	const nameOf = (which: 'source' | 'output', at: number) => `${which === 'output' ? 'out' : which}.grad${brackets(unravel(at, slice[which].shape))}`;
	return {
		isBackward: true, slice: flowed, rule: backwardText(slice, mapping), flowing,
		sentence(role, flat, layout) {
			const edges = mapping.edgesOf(role, flat), flow = flowing(edges);
			const valueAt = (which: 'source' | 'output', at: number) => valueText(layout.grids[which], at);
			if (role === 'source') {
				const name = nameOf('source', flat), sum = valueAt('source', flat);
				if (flow.length === 0) return `${name} = ${sum}   ${edges.length === 0 ? strings.nothingBack : strings.skippedBack}`;
				const times = scaleText(slice);
				const numbers = named(flow, edge => `${times}${valueAt('output', ends.output[edge]!)}`, ' + ');
				return `${name} = ${named(flow, edge => `${times}${nameOf('output', ends.output[edge]!)}`, ' + ')} = ${flow.length === 1 && times === '' ? sum : `${numbers} = ${sum}`}`;
			}
			if (edges.length === 1) {
				const edge = edges[0]!, text = backwardText(slice, mapping, unravel(edge, slice[rule.over].shape));
				return `${text} = ${scaleText(slice)}${valueAt('output', ends.output[edge]!)}   ${flow.length === 0 ? strings.skippedBack : `→ ${nameOf('source', ends.source[edge]!)}`}`;
			}
			const name = role === 'index' ? `index${brackets(unravel(flat, slice.index.shape))}` : nameOf('output', flat);
			return `${name} = ${valueText(layout.grids[role], flat)}   ${edges.length === 0 ? strings.broughtToInput : flow.length === 0 ? strings.skippedBack : fill(strings.broughtBack, named(flow, edge => nameOf('source', ends.source[edge]!), ', '))}`;
		},
	};
}

function named(edges: readonly number[], nameOf: (edge: number) => string, between: string): string {
	return edges.slice(0, NAMED).map(nameOf).join(between) + (edges.length > NAMED ? `${between}…` : '');
}
