import { describe, expect, test } from 'vitest';
import { parseFromPanel, parsePanelState } from '../../../extension/panel/panelMessages.ts';

const coordinate = { parameter: 0, element: 1, label: 'w[1]' };
const origin = { uri: 'file:///notes.md', line: 3, range: { start: { line: 2, character: 0 }, end: { line: 2, character: 4 } }, tick: 17 };

describe('messages of the panel', () => {
	test.each([
		{ type: 'ready' },
		{ type: 'select', id: 'tensor:4@17' },
		{ type: 'surface', id: 'optimizer:2', x: coordinate, y: coordinate },
		{ type: 'reveal', origin },
		{ type: 'move', tick: 17 },
		{ type: 'copy', text: 'tensor([1.])' },
	])('$type is taken as it is', message => {
		expect(parseFromPanel(structuredClone(message))).toEqual(message);
	});

	test('a range that is missing, as JSON leaves it out, is undefined', () => {
		const { range: _, ...rest } = origin;
		expect(parseFromPanel({ type: 'reveal', origin: rest })).toEqual({ type: 'reveal', origin: { ...rest, range: undefined } });
	});

	test.each([
		[undefined], [null], ['ready'], [{}], [{ type: 'run' }], [{ type: 'select' }], [{ type: 'move', tick: -1 }], [{ type: 'select', id: 7 }], [{ type: 'select', id: 'x'.repeat(1000) }],
		[{ type: 'surface', id: 'optimizer:2', x: { parameter: -1, element: 0, label: '' }, y: coordinate }],
		[{ type: 'reveal', origin: { ...origin, line: 1.5 } }], [{ type: 'reveal', origin: { ...origin, range: { start: { line: 1, character: NaN }, end: { line: 1, character: 2 } } } }],
	])('%j is none of them', message => {
		expect(parseFromPanel(message)).toBeUndefined();
	});

	test('a state of another time is an empty one', () => {
		expect(parsePanelState({ traceUri: 'file:///a.loupe', selected: 'tensor:1', views: {} })).toEqual({ traceUri: 'file:///a.loupe', selected: 'tensor:1' });
		expect(parsePanelState({ traceUri: 4 })).toEqual({ traceUri: undefined, selected: undefined });
		expect(parsePanelState(undefined)).toEqual({ traceUri: undefined, selected: undefined });
	});
});
