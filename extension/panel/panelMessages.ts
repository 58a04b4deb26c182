/**
 * What the panel sends is checked before it is believed: a webview is another world, and its messages name files
 * to reveal and numbers to compute with. The schemas state the types of `webview/messages.ts` once more, and the
 * compiler holds the two together.
 */
import * as v from 'valibot';
import { HYPERPARAMETERS } from '../../engine/slice/hyperparameters.ts';
import { COMPONENT } from '../../engine/slice/components.ts';
import type { FromPanel, PanelState } from '../../webview/messages.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const id = v.pipe(v.string(), v.maxLength(200));
const position = v.object({ line: count, character: count });
// A principal component has no parameter.
const coordinate = v.object({ parameter: v.union([count, v.literal(COMPONENT)]), element: count, label: v.string() });
const values = v.record(v.picklist(HYPERPARAMETERS), v.union([v.pipe(v.number(), v.finite()), v.boolean()]));
const origin = v.object({
	uri: v.string(),
	line: count,
	range: v.optional(v.object({ start: position, end: position })),
	tick: count,
});

const fromPanel = v.variant('type', [
	v.object({ type: v.literal('ready') }),
	v.object({ type: v.literal('select'), id }),
	v.object({ type: v.literal('other'), id }),
	// Components go together.
	v.pipe(v.object({ type: v.literal('surface'), id, x: coordinate, y: coordinate }), v.check(({ x, y }) => (x.parameter === COMPONENT) === (y.parameter === COMPONENT))),
	v.object({ type: v.literal('norms'), id, step: count }),
	v.object({ type: v.literal('backward'), id }),
	v.object({ type: v.literal('whatIf'), id, values }),
	v.object({ type: v.literal('apply'), id, values }),
	v.object({ type: v.literal('reveal'), origin }),
	v.object({ type: v.literal('move'), tick: count }),
	v.object({ type: v.literal('seek'), tick: count }),
	v.object({ type: v.literal('walk'), by: v.picklist(['step', 'optimizerStep']), direction: v.picklist([1, -1]) }),
	v.object({ type: v.literal('compare') }),
	v.object({ type: v.literal('copy'), text: v.pipe(v.string(), v.maxLength(10_000_000)) }),
	v.object({ type: v.literal('save'), name: v.pipe(v.string(), v.regex(/^[\p{L}\p{N}_.-]{1,200}\.(?:svg|png|npy)$/u)), bytes: v.instance(Uint8Array) }),
]);

const panelState = v.object({
	traceUri: v.optional(v.pipe(v.string(), v.maxLength(4096))),
	selected: v.optional(id),
});

/** undefined: not a message of the panel's. */
export function parseFromPanel(message: unknown): FromPanel | undefined {
	const parsed = v.safeParse(fromPanel, message);
	if (!parsed.success) { return undefined; }
	const value = parsed.output;
	// A message is JSON on its way, and JSON drops a key whose value is undefined.
	return value.type === 'reveal' ? { type: 'reveal', origin: { ...value.origin, range: value.origin.range } } : value;
}

export function parsePanelState(state: unknown): PanelState {
	const parsed = v.safeParse(panelState, state);
	return parsed.success ? { traceUri: parsed.output.traceUri, selected: parsed.output.selected } : { traceUri: undefined, selected: undefined };
}
