/**
 * What went where by indices, as three linked grids. Pointing at (or moving the keyboard to) a cell of any of them lights up where it came
 * from or where it went, and writes the rule with that cell's numbers.
 */
import type { IndexRule, Role } from '../../engine/slice/index-rules.ts';
import type { IndexMapSlice, MapBackward } from '../../engine/slice/slice.ts';
import { numel, unravel } from '../../engine/trace/shape.ts';
import { elementColor, type Paint, paintOf } from '../grid/paint.ts';
import { rangeOf } from '../grid/range.ts';
import { axisSliders } from '../grid/sliders.ts';
import { offWords } from '../theme/agreement.ts';
import { createReadout, element, svg } from '../theme/dom.ts';
import { createPlayer } from '../theme/player.ts';
import { brackets, position } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { asTable } from '../theme/table.ts';
import { rememberedNumbers, type ViewContext } from '../view.ts';
import { drawGrid, openPicture, unlight, type CellLook, type DrawnGrid } from '../grid/cells.ts';
import { drawFacets, type Facet, facetsOf } from '../grid/facets.ts';
import type { Cell } from '../grid/keys.ts';
import { createPanning, type Panning } from '../grid/panning.ts';
import { listenToCells } from '../grid/pointing.ts';
import { cellsIn, MAX_SIDE } from '../grid/window.ts';
import { layoutMap } from './layout.ts';
import { mappingOf, ROLES, sharedRole, type Mapping } from './mapping.ts';
import { cellOn, drawnAxes, type DrawnPlane, heldChosen, type Plane, planesOf } from './planes.ts';
import { mapLegend } from './legend.ts';
import { linkPaths } from './links.ts';
import { backwards, forwards, type Reading } from './readings.ts';
import { drawGhosts } from './ghosts.ts';
import { edgesTable } from './table.ts';
import { type Tracks, tracksOf } from './tracks.ts';

/** Up to so many edges, all links are drawn faintly while nothing is pointed at. */
const FAINT_LINKS = 24;
/** Cells that Play goes through. */
const MOST_PLAYED = 1000;

export function indexMapView(slice: IndexMapSlice, context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const mapping = mappingOf(slice);
	const { rule } = mapping;
	const over = slice[rule.over].shape;
	const view = element(document, 'section', { class: 'view index-map-view', 'aria-label': slice.op });
	const { backward } = slice, isBackward = backward !== undefined && context.state['backward'] === true;
	// It is computed for who asks.
	if (isBackward && backward.gradient === 'pending') context.backward();
	const gradient = isBackward ? backward.gradient : undefined;
	const reading = gradient !== undefined && gradient !== 'pending' && 'kind' in gradient ? backwards(slice, mapping, gradient, strings) : forwards(slice, mapping, strings);
	if (slice.failed !== undefined) view.append(element(document, 'p', { class: 'failed' }, slice.failed === '' ? strings.mapFailedSomehow : fill(strings.mapFailed, slice.failed)));
	view.append(element(document, 'p', { class: 'rule' },
		element(document, 'span', { class: 'op' }, nameOf(slice, rule)), element(document, 'code', {}, reading.rule)));
	const axes = drawnAxes(slice, rule);
	const remembered = rememberedNumbers(context, 'held');
	const held = over.map((size, axis) => Math.min(Math.max(0, size - 1), remembered?.[axis] ?? 0));
	const holder = element(document, 'div');
	const readout = createReadout(document, strings.mapHint);
	const shared = sharedRole(rule), chosen = heldChosen(slice, rule, planesOf(slice, rule, axes, held, []));
	const rememberedChosen = rememberedNumbers(context, 'chosenHeld') ?? [], chosenHeld: number[] = [];
	const lastOf = (axis: number) => Math.max(0, slice[shared].shape[axis]! - 1);
	for (const { axis, which } of chosen) chosenHeld[which] = Math.min(lastOf(axis), rememberedChosen[which] ?? 0);
	const planes = planesOf(slice, rule, axes, held, chosenHeld);
	// Of a third dimension some planes stand side by side, from the one at which it is held on.
	const across = over.findLastIndex((size, axis) => size > 1 && axis !== axes[0] && axis !== axes[1]), sideBySide = facetsOf(over[across]);
	const endOf = (axis: number) => Math.max(0, over[axis]! - (axis === across ? sideBySide : 1));
	if (across >= 0) held[across] = Math.min(endOf(across), held[across]!);
	const tracks = tracksOf(slice, rule, planes, strings);
	const values = reading.slice.source, color = values.elements && paintOf(context.theme, rangeOf(values.elements), values.dtype).color;
	/** Of the cells that are drawn. */
	let drawn: readonly number[] = [];
	const table = asTable(context, () => [edgesTable(reading, mapping, drawn, strings)]);
	/** The edges whose cells are drawn, in order, each where it is shown; and the next one that Play shows. */
	let played: readonly (() => void)[] = [], next = 0;
	const draw = () => {
		const heldIn = (facet: number) => across < 0 ? held : held.with(across, held[across]! + facet);
		const { all, node } = drawFacets(document, sideBySide, (facet, suffix, pointing) => picture(reading, mapping, planesOf(slice, rule, axes, heldIn(facet), chosenHeld), tracks, color, panning, context, readout, suffix, pointing),
			across < 0 ? undefined : facet => `${fill(strings.leadingAxis, across)} = ${held[across]! + facet}`);
		played = all.flatMap(({ edges, show }) => edges.map(edge => () => show(edge)));
		next = 0;
		playing.hidden = played.length < 2;
		holder.replaceChildren(node);
		drawn = all.flatMap(({ over: edges }) => edges);
		table.renew();
	};
	const panning = createPanning(tracks.axes, holder, context, draw);
	const player = createPlayer(document, strings, 'play-map', () => {
		const edge = played[next];
		if (edge === undefined) return false;
		edge();
		return ++next < played.length;
	}, () => {
		if (next >= played.length) next = 0;
		return false;
	});
	const playing = element(document, 'span', {}, player.node);
	const others = over.flatMap((_, axis) => axis === axes[0] || axis === axes[1] || (axis === across && endOf(axis) === 0) ? [] : [{ name: axis, at: held[axis]!, last: endOf(axis) }]);
	view.append(...axisSliders(others, context, (axis, at) => {
		held[axis] = at;
		context.remember({ ...context.state, held: [...held] });
		draw();
	}));
	view.append(...axisSliders(chosen.map(({ axis, which }) => ({ name: axis, of: strings[shared], at: chosenHeld[which]!, last: lastOf(axis) })), context, (name, at) => {
		chosenHeld[chosen.find(({ axis }) => axis === name)!.which] = at;
		context.remember({ ...context.state, chosenHeld: Array.from(chosenHeld, each => each ?? 0) });
		draw();
	}));
	view.append(...panning.sliders);
	draw();
	view.querySelector('.rule')!.append(playing);
	if (backward !== undefined) view.querySelector('.rule')!.append(backwardBox(slice, isBackward, context, view));
	// The table stands above what is said, whose length changes with what is pointed at: a click would miss it.
	view.append(holder, ...(numel(over) === 0 ? [] : [table.node]), readout.node, mapLegend(document, reading, mapping, strings, reading.isBackward));
	if (isBackward) view.append(...backwardWords(slice, backward, strings).map(words => element(document, 'p', { class: 'note' }, words)));
	if (slice.stretched !== undefined) view.append(element(document, 'p', { class: 'note' }, fill(numel(slice.stretched) === 1 ? strings.mapPutEverywhere : strings.mapStretched, slice.source.title, position(slice.stretched), position(slice.source.shape))));
	if (panning.isPanned) view.append(element(document, 'p', { class: 'note' }, `${fill(strings.gridPanned, MAX_SIDE)} ${strings.gridFollows}`));
	return view;
}

/** Shows what comes back, or what went forwards; the view is drawn anew. */
function backwardBox(slice: IndexMapSlice, isBackward: boolean, context: ViewContext, view: HTMLElement): HTMLElement {
	const { document, strings } = context;
	const box = element(document, 'input', { type: 'checkbox', title: strings.mapBackwardHint, 'data-focus': 'backward' });
	box.checked = isBackward;
	box.addEventListener('change', () => {
		context.remember({ ...context.state, backward: box.checked });
		const drawn = indexMapView(slice, context);
		view.replaceWith(drawn);
		drawn.querySelector<HTMLElement>('[data-focus="backward"]')!.focus();
		if (box.checked && slice.backward!.gradient === 'pending') context.say(strings.backwardPending);
	});
	return element(document, 'label', { class: 'choice' }, box, element(document, 'span', {}, strings.mapBackward));
}

function backwardWords(slice: IndexMapSlice, { gradient, off, line }: MapBackward, strings: Strings): readonly string[] {
	if (gradient === 'pending') return [strings.backwardPending];
	if ('kind' in gradient) return [fill(strings.backwardShare, `${slice.source.title}.grad`, line), ...offWords(off, strings)];
	return [fill(strings.backwardNote, fill(strings[gradient.reason], ...gradient.values))];
}

interface Picture extends Facet {
	/** Those of the cells that are drawn, in order; and those of them all of whose cells are. */
	readonly over: readonly number[];
	readonly edges: readonly number[];
	show(edge: number): void;
}

/** Where the dimension isn't in what is written, it is said. */
function nameOf({ op, dim, parts, index, reduce }: IndexMapSlice, rule: IndexRule): string {
	const name = rule.written ?? op;
	if (reduce !== undefined) return `${name}, dim ${dim}, ${reduce.how}${reduce.includeSelf ? '' : ', include_self=False'}`;
	return index.dtype === 'bool' ? `${name}, nonzero = ${rule.index}.nonzero()` : parts === undefined ? `${name}, dim ${dim}` : name;
}

function picture({ slice, sentence, flowing }: Reading, mapping: Mapping, planes: Readonly<Record<Role, Plane>>, tracks: Tracks, color: Paint['color'] | undefined, panning: Panning, context: ViewContext, readout: ReturnType<typeof createReadout>, facet: string, pointing: () => void): Picture {
	const { document, strings } = context;
	const titles: Readonly<Record<Role, string>> = { source: strings.source, index: strings.index, output: strings.output };
	const first = (role: Role, axis: number | undefined): number => axis === undefined ? 0 : panning.first(tracks.nameOf(role, axis));
	const drawn = Object.fromEntries(ROLES.map(role => [role, { ...planes[role], first: { row: first(role, planes[role].axes[0]), column: first(role, planes[role].axes[1]) } }])) as Record<Role, DrawnPlane>;
	const layout = layoutMap(slice, mapping, titles, drawn, context.width);
	const root = openPicture(document, 'index-map', layout, ROLES.map(role => layout.grids[role]));
	const { rule, ends } = mapping;
	const shared = sharedRole(rule), { broken } = mapping;
	const look = (role: Role) => (at: number): CellLook => {
		const edges = flowing(mapping.edgesOf(role, at));
		const tint = role === 'index' ? undefined : elementColor(color, slice[role].elements, at);
		if (role === shared) {
			if (edges.length === 0) return { fill: role === 'source' ? undefined : tint, mark: 'never', badge: '' };
			return { fill: tint, mark: edges.length > 1 ? 'repeated' : '', badge: edges.length > 1 ? `×${edges.length}` : '' };
		}
		const isBroken = edges.some(edge => broken.has(edge));
		// A call that raised gave nothing.
		const isBlank = role === 'output' && slice.output.elements === undefined;
		return { fill: isBroken ? undefined : tint, mark: isBroken ? 'error' : isBlank ? 'blank' : '', badge: isBroken && role === 'index' ? '!' : '' };
	};
	const grids = Object.fromEntries(ROLES.map(role => [role, drawGrid(document, layout.grids[role], titles[role], look(role))])) as Record<Role, DrawnGrid>;
	const ghosts = drawGhosts(document, layout.grids[shared], layout.grids[shared].ghosts);
	grids[shared].node.append(...ghosts.nodes);
	const faint = svg(document, 'g', { class: 'links faint' });
	const links = svg(document, 'g', { class: 'links' });
	if (ends.index.length <= FAINT_LINKS) for (const edge of ends.index.keys()) faint.append(...linkPaths(document, layout, slice, mapping, edge));
	// Below the grids, so that captions and cells interrupt the lines and not the other way round.
	root.append(faint, links, ...ROLES.map(role => grids[role].node));

	const clear = () => {
		unlight(root);
		links.replaceChildren();
	};
	const light = (role: Role, flat: number, pointed = false) => {
		const place = layout.grids[role].cellOf(unravel(flat, slice[role].shape));
		const cell = place && grids[role].cell(place.row, place.column);
		cell?.classList.add('lit');
		if (pointed) cell?.classList.add('pointed');
	};
	const show = (role: Role, row: number, column: number, by: 'pointer' | 'keyboard') => {
		pointing();
		clear();
		root.classList.add('pointing');
		const flat = layout.grids[role].at(row, column);
		light(role, flat, true);
		for (const edge of flowing(mapping.edgesOf(role, flat))) {
			for (const other of ROLES) if ((ends[other][edge] ?? -1) >= 0) light(other, ends[other][edge]!);
			if (broken.has(edge)) ghosts.light(mapping.outsideOf(edge));
			links.append(...linkPaths(document, layout, slice, mapping, edge));
		}
		readout.show(sentence(role, flat, layout), by);
	};
	const isDrawn = (edge: number): boolean => ROLES.every(role => broken.has(edge) && role === shared ? layout.grids[role].ghosts.at(mapping.outsideOf(edge)) !== undefined
		: ends[role][edge]! < 0 || layout.grids[role].cellOf(unravel(ends[role][edge]!, slice[role].shape)) !== undefined);
	const places = (role: Role, { row, column }: Cell) => planes[role].axes.flatMap((axis, i) => axis === undefined ? [] : [[tracks.nameOf(role, axis), i === 0 ? row : column] as const]);
	/** The places of all cells of an edge; of one out of bounds the nearest that there is. */
	const placesOf = (edge: number): ReadonlyMap<string, number> => new Map(ROLES.flatMap(role => {
		const { shape } = slice[role];
		const place = ends[role][edge]! >= 0 ? unravel(ends[role][edge]!, shape) : broken.has(edge) ? mapping.outsideOf(edge).counted.map((at, axis) => Math.max(0, Math.min(at, shape[axis]! - 1))) : undefined;
		const cell = place && cellOn(planes[role], place);
		return cell === undefined ? [] : places(role, cell);
	}));
	for (const role of ROLES) {
		const { tensor } = layout.grids[role];
		listenToCells(document, grids[role].node, {
			grid: layout.grids[role], panning, focusKey: `grid-${role}${facet}`,
			label: fill(strings.gridKeys, `${titles[role]} ${tensor.title}`, `${tensor.dtype} ${brackets(tensor.shape)}`) + (panning.isPanned ? ` ${strings.gridFollows}` : ''),
			show: ({ row, column }, by) => show(role, row, column, by),
			places: cell => new Map(places(role, cell)),
			// Of several the next one.
			partner({ row, column }) {
				const edges = flowing(mapping.edgesOf(role, layout.grids[role].at(row, column)));
				const next = edges[(edges.findLastIndex(isDrawn) + 1) % edges.length];
				return next === undefined ? undefined : placesOf(next);
			},
			rest() {
				clear();
				readout.rest();
			},
		});
	}
	const grid = layout.grids[rule.over], over = Array.from(cellsIn(grid), ({ row, column }) => mapping.edgesOf(rule.over, grid.at(row, column))).flat();
	const edges = over.slice(0, MOST_PLAYED).filter(isDrawn);
	return {
		node: root, over, edges, clear,
		show(edge) {
			const place = layout.grids[rule.over].cellOf(unravel(ends[rule.over][edge]!, slice[rule.over].shape));
			if (place) show(rule.over, place.row, place.column, 'pointer');
		},
	};
}
