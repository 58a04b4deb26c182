/**
 * gather as three linked grids. Pointing at (or moving the keyboard to) a cell of any of them lights up where it came
 * from or where it went, and writes the rule with that cell's numbers.
 */
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import { moveCell } from '../grid/keys.ts';
import { colorScale, rangeOf } from '../grid/range.ts';
import { createReadout, element, svg } from '../theme/dom.ts';
import { fill } from '../theme/strings.ts';
import { rememberedNumbers, type ViewContext } from '../view.ts';
import { drawGrid, valueText, type CellLook, type DrawnGrid } from './grid.ts';
import { layoutMap, MAX_SIDE, type MapLayout, type Role } from './layout.ts';
import { brackets, drawnAxes, mappingOf, ruleText, unravel, type Mapping } from './mapping.ts';
import { mapLegend } from './legend.ts';
import { linkPaths } from './links.ts';

/** Up to so many output cells, all links are drawn faintly while nothing is pointed at. */
const FAINT_LINKS = 24;
const ROLES: readonly Role[] = ['source', 'index', 'output'];

export function indexMapView(slice: IndexMapSlice, context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const rank = slice.index.shape.length;
	const view = element(document, 'section', { class: 'view index-map-view', 'aria-label': slice.op });
	view.append(element(document, 'p', { class: 'rule' },
		element(document, 'span', { class: 'op' }, `${slice.op}, dim ${slice.dim}`), element(document, 'code', {}, ruleText(rank, slice.dim))));
	const axes = drawnAxes(rank, slice.dim);
	const remembered = rememberedNumbers(context, 'held');
	const held = slice.index.shape.map((size, axis) => Math.min(Math.max(0, size - 1), remembered?.[axis] ?? 0));
	const mapping = mappingOf(slice);
	const holder = element(document, 'div');
	const readout = createReadout(document, strings.mapHint);
	const cut = [slice.source, slice.index].some(({ shape }) => axes.some(axis => axis !== undefined && (shape[axis] ?? 1) > MAX_SIDE));
	const draw = () => holder.replaceChildren(element(document, 'div', { class: 'scroller' }, picture(slice, mapping, axes, held, context, readout)));
	const sliders = slice.index.shape.flatMap((size, axis) => {
		if (axis === axes[0] || axis === axes[1]) return [];
		const value = element(document, 'output', {}, `${held[axis]} / ${size - 1}`);
		const input = element(document, 'input', { type: 'range', min: 0, max: Math.max(0, size - 1), value: held[axis], 'aria-label': fill(strings.leadingAxis, axis), 'data-focus': `axis-${axis}` });
		input.addEventListener('input', () => {
			held[axis] = Number(input.value);
			value.textContent = `${input.value} / ${size - 1}`;
			context.remember({ ...context.state, held: [...held] });
			draw();
		});
		return [element(document, 'label', { class: 'axis' }, element(document, 'span', {}, fill(strings.leadingAxis, axis)), input, value)];
	});
	if (sliders.length > 0) view.append(element(document, 'div', { class: 'axes' }, ...sliders));
	draw();
	view.append(holder, readout.node, mapLegend(document, slice, mapping, strings));
	if (cut) view.append(element(document, 'p', { class: 'note' }, fill(strings.mapCut, MAX_SIDE)));
	return view;
}

function picture(slice: IndexMapSlice, mapping: Mapping, axes: readonly [number | undefined, number | undefined], held: readonly number[], context: ViewContext, readout: ReturnType<typeof createReadout>): SVGSVGElement {
	const { document, strings, theme } = context;
	const titles: Readonly<Record<Role, string>> = { source: strings.source, index: strings.index, output: strings.output };
	const layout = layoutMap(slice, titles, axes, held, context.width);
	// A little room around, for frames and the focus outline.
	const root = svg(document, 'svg', { class: 'index-map', width: layout.width + 8, height: layout.height + 8, viewBox: `-4 -2 ${layout.width + 8} ${layout.height + 8}` });
	const color = slice.source.elements === undefined ? undefined : colorScale(theme, rangeOf(slice.source.elements), slice.source.dtype);
	const valueColor = (role: Role, at: number) => {
		const value = Number(slice[role].elements?.[at] ?? NaN);
		return color === undefined || !Number.isFinite(value) ? undefined : color(value);
	};
	const looks: Readonly<Record<Role, (at: number) => CellLook>> = {
		source: at => {
			const times = mapping.to.get(at)?.length ?? 0;
			return times === 0 ? { fill: undefined, mark: 'never', badge: '' } : { fill: valueColor('source', at), mark: times > 1 ? 'repeated' : '', badge: times > 1 ? `×${times}` : '' };
		},
		index: at => ({ fill: undefined, mark: mapping.from[at] === -1 ? 'error' : '', badge: mapping.from[at] === -1 ? '!' : '' }),
		output: at => ({ fill: mapping.from[at] === -1 ? undefined : valueColor('output', at), mark: mapping.from[at] === -1 ? 'error' : '', badge: '' }),
	};
	const grids = Object.fromEntries(ROLES.map(role => [role, drawGrid(document, layout.grids[role], titles[role], looks[role])])) as Record<Role, DrawnGrid>;
	const faint = svg(document, 'g', { class: 'links faint' });
	const links = svg(document, 'g', { class: 'links' });
	const outputs = Array.from({ length: layout.grids.output.rows * layout.grids.output.columns }, (_, i) => layout.grids.output.at(Math.floor(i / layout.grids.output.columns), i % layout.grids.output.columns));
	if (outputs.length <= FAINT_LINKS) for (const output of outputs) faint.append(...linkPaths(document, layout, slice, mapping, output));
	// Below the grids, so that captions and cells interrupt the lines and not the other way round.
	root.append(faint, links, ...ROLES.map(role => grids[role].node));

	const clear = () => {
		root.classList.remove('pointing');
		for (const lit of [...root.querySelectorAll('.lit')]) lit.classList.remove('lit', 'pointed');
		links.replaceChildren();
	};
	const light = (role: Role, flat: number, pointed = false) => {
		const place = layout.grids[role].cellOf(unravel(flat, slice[role].shape));
		const cell = place && grids[role].cell(place.row, place.column);
		cell?.classList.add('lit');
		if (pointed) cell?.classList.add('pointed');
	};
	const show = (role: Role, row: number, column: number, by: 'pointer' | 'keyboard') => {
		clear();
		root.classList.add('pointing');
		const flat = layout.grids[role].at(row, column);
		light(role, flat, true);
		const taken = role === 'source' ? mapping.to.get(flat) ?? [] : [flat];
		for (const output of taken) {
			light('output', output);
			light('index', output);
			const from = mapping.from[output] ?? -1;
			if (from >= 0) light('source', from);
			links.append(...linkPaths(document, layout, slice, mapping, output));
		}
		readout.show(sentence(role, flat, slice, mapping, layout, context), by);
	};
	for (const role of ROLES) listen(role, layout, grids, context, show, clear, readout, titles);
	return root;
}

function listen(role: Role, layout: MapLayout, grids: Readonly<Record<Role, DrawnGrid>>, context: ViewContext,
	show: (role: Role, row: number, column: number, by: 'pointer' | 'keyboard') => void, clear: () => void, readout: ReturnType<typeof createReadout>, titles: Readonly<Record<Role, string>>): void {
	const grid = layout.grids[role];
	const node = grids[role].node;
	let cursor = { row: 0, column: 0 };
	const cellOf = (event: Event) => {
		const name = event.target instanceof Element ? event.target.closest('[data-cell]')?.getAttribute('data-cell') : undefined;
		const [row, column] = name?.split(',').map(Number) ?? [];
		return row === undefined || column === undefined ? undefined : { row, column };
	};
	const rest = () => {
		const focused = context.document.activeElement;
		if (focused === node) return show(role, cursor.row, cursor.column, 'pointer');
		clear();
		readout.rest();
	};
	node.setAttribute('tabindex', grid.rows * grid.columns > 0 ? '0' : '-1');
	node.setAttribute('role', 'application');
	node.setAttribute('aria-label', fill(context.strings.gridKeys, `${titles[role]} ${grid.tensor.title}`, `${grid.tensor.dtype} ${brackets(grid.tensor.shape)}`));
	node.setAttribute('data-focus', `grid-${role}`);
	node.addEventListener('pointerover', event => {
		const cell = cellOf(event);
		if (cell !== undefined) show(role, cell.row, cell.column, 'pointer');
	});
	node.addEventListener('pointerleave', rest);
	node.addEventListener('pointerdown', event => cursor = cellOf(event) ?? cursor);
	node.addEventListener('focus', () => show(role, cursor.row, cursor.column, 'keyboard'));
	node.addEventListener('blur', () => {
		clear();
		readout.rest();
	});
	node.addEventListener('keydown', event => {
		const next = moveCell(event, cursor, grid.rows, grid.columns);
		if (next === undefined) return;
		event.preventDefault();
		cursor = next;
		show(role, cursor.row, cursor.column, 'keyboard');
	});
}

function sentence(role: Role, flat: number, slice: IndexMapSlice, mapping: Mapping, layout: MapLayout, context: ViewContext): string {
	const { strings } = context;
	const at = unravel(flat, slice[role].shape);
	if (role === 'source') {
		const taken = mapping.to.get(flat) ?? [];
		const name = `source${brackets(at)} = ${valueText(layout.grids.source, flat)}`;
		if (taken.length === 0) return `${name}   ${strings.neverTaken}`;
		const to = taken.slice(0, 8).map(output => `out${brackets(unravel(output, slice.output.shape))}`).join(', ') + (taken.length > 8 ? ', …' : '');
		return `${name}   ${taken.length === 1 ? strings.takenOnce : fill(strings.takenTimes, taken.length)}: ${to}`;
	}
	const value = mapping.valueAt(flat);
	const rule = ruleText(at.length, slice.dim, at);
	const from = mapping.from[flat] ?? -1;
	if (from < 0) return `${rule}   ${fill(strings.outOfRange, value, slice.dim, slice.source.shape[slice.dim] ?? 0)}`;
	return `${rule} = source${brackets(unravel(from, slice.source.shape))} = ${valueText(layout.grids.source, from)}`;
}
