/** The gallery page: draws PICTURES in the theme that the address's hash names. */
import type { Slice, SliceSummary } from '../../../engine/slice/slice.ts';
import { drawView } from '../../../webview/shell/views.ts';
import { element } from '../../../webview/theme/dom.ts';
import { withDefaults } from '../../../webview/theme/strings.ts';
import { readTheme } from '../../../webview/theme/theme.ts';
import { createTimeline } from '../../../webview/timeline/view.ts';
import type { ViewContext } from '../../../webview/view.ts';
import { large } from '../stored/large.ts';
import { EARLIER, placeInTraining, TRAINING } from '../stored/training.ts';
import { type Picture, PICTURES, TIMELINES } from './pictures.ts';

type Themes = Readonly<Record<string, Readonly<Record<string, string>>>>;

const arrays: Readonly<Record<string, new (values: number[]) => object>> = { Float32Array, Float64Array, Int32Array, Int16Array, Int8Array, Uint8Array, Uint16Array, Uint32Array };
const data = (id: string, revive?: (key: string, value: unknown) => unknown): unknown => JSON.parse(document.getElementById(id)!.textContent!, revive);
const stored = data('slices', (_, value) => {
	if (typeof value === 'object' && value !== null && 'number' in value) return Number(String(value.number).replace('inf', 'Infinity'));
	if (typeof value !== 'object' || value === null || !('array' in value) || !('values' in value)) return value;
	const { array, values } = value as { array: string; values: (string | number)[] };
	return array === 'BigInt64Array' ? BigInt64Array.from(values, BigInt) : new arrays[array]!(values.map(each => Number(String(each).replace('inf', 'Infinity'))));
}) as Readonly<Record<string, Slice>>;
// What a legend is painted with is found by the tensor's number.
const slices: typeof stored = { ...stored, large: { ...large(), ref: 500 } };
const themes = data('themes') as Themes;

/** What a picture's view can be compared with. */
function others({ others: files = {} }: Picture): Pick<ViewContext, 'tensors' | 'other'> {
	const found = new Map(Object.entries(files).map(([id, file]) => [id, slices[file]!]));
	return {
		tensors: [...found].flatMap(([id, slice]): SliceSummary[] => slice.kind === 'tensor' && !id.includes('@') ? [{ id, kind: 'tensor', label: slice.title, detail: `${slice.dtype} [${slice.shape.join(', ')}]` }] : []),
		other: id => found.get(id),
	};
}

function draw(): void {
	const name = location.hash.slice(1) in themes ? location.hash.slice(1) : 'light';
	document.documentElement.removeAttribute('style');
	for (const [variable, value] of Object.entries({ ...themes[name], '--vscode-font-family': 'DejaVu Sans, sans-serif', '--vscode-editor-font-family': 'DejaVu Sans Mono, monospace' })) document.documentElement.style.setProperty(variable, value);
	document.body.className = name === 'high-contrast-light' ? 'vscode-high-contrast-light vscode-high-contrast' : `vscode-${name}`;
	const bar = element(document, 'nav', { class: 'gallery-bar' }, ...Object.keys(themes).map(theme => element(document, 'a', { href: `#${theme}` }, theme)));
	const pictures = PICTURES.map(picture => {
		const view = drawView(slices[picture.slice]!, {
			document, width: picture.width, height: 560, theme: readTheme(document), strings: withDefaults({}), state: picture.state ?? {}, canReveal: true,
			position: undefined, move: () => undefined, open: () => undefined, remember: () => undefined, copy: () => undefined, reveal: () => undefined, ...others(picture), save: () => undefined, say: () => undefined, surface: () => undefined, runAgain: () => undefined, apply: () => undefined, backward: () => undefined, norms: () => undefined,
		});
		const figure = element(document, 'figure', { class: 'picture', 'data-picture': picture.name }, element(document, 'figcaption', {}, `${picture.name}, ${picture.width} px`), view);
		figure.style.width = `${picture.width}px`;
		return figure;
	});
	const timelines = TIMELINES.map(({ name, width, span, tick, isCompared }) => {
		const timeline = createTimeline(document, { seek: () => undefined, walk: () => undefined, reveal: () => undefined, compare: () => undefined, canReveal: true, canCompare: true, state: () => span === undefined ? {} : { span }, remember: () => undefined }, withDefaults({}));
		const figure = element(document, 'figure', { class: 'picture', 'data-picture': name }, element(document, 'figcaption', {}, `${name}, ${width} px`), timeline.node);
		figure.style.width = `${width}px`;
		return { figure, fill: () => {
			timeline.setPlace(placeInTraining(tick), tick === undefined);
			timeline.set(TRAINING, isCompared && EARLIER);
		} };
	});
	document.getElementById('gallery')!.replaceChildren(bar, element(document, 'div', { class: 'pictures' }, ...timelines.map(({ figure }) => figure), ...pictures));
	// They are as wide as they are laid out.
	for (const { fill } of timelines) fill();
	for (const [i, { over }] of PICTURES.entries()) {
		if (over === undefined) continue;
		const target = pictures[i]!.querySelector(over);
		if (target === null) throw new Error(`nothing to point at: ${over} of ${PICTURES[i]!.name}`);
		const { left, top, width, height } = target.getBoundingClientRect();
		for (const type of ['pointerover', 'pointermove']) target.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: left + width / 2, clientY: top + height / 2 }));
	}
}

window.addEventListener('hashchange', draw);
draw();
