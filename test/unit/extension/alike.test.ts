/** What of one run's list is shown again of the next one's. */
import { expect, test } from 'vitest';
import type { SliceSummary } from '../../../engine/slice/slice.ts';
import { alikeOf, findAlike } from '../../../extension/panel/alike.ts';

const entry = (id: string, kind: SliceSummary['kind'], label: string): SliceSummary => ({ id, kind, label, detail: '' });
const before = [entry('optimizer:1', 'optimizer', 'SGD'), entry('optimizer:2', 'optimizer', 'SGD'), entry('tensor:3', 'tensor', 'x')];
const after = (id: string, entries: readonly SliceSummary[]) => {
	const alike = alikeOf(before, id);
	return alike && findAlike(entries, alike)?.id;
};

test('the same kind and label, whatever its id and its place in the list', () => {
	expect(after('tensor:3', [entry('tensor:7', 'tensor', 'w'), entry('tensor:9', 'tensor', 'x')])).toBe('tensor:9');
	expect(after('tensor:3', [entry('optimizer:9', 'optimizer', 'x')])).toBeUndefined();
});

test('of several the one at its place, once it is there', () => {
	expect(after('optimizer:2', [entry('optimizer:5', 'optimizer', 'SGD')])).toBeUndefined();
	expect(after('optimizer:2', [entry('optimizer:5', 'optimizer', 'SGD'), entry('optimizer:6', 'optimizer', 'SGD')])).toBe('optimizer:6');
});

test('what is in no list is awaited of none', () => expect(after('tensor:3@14', before)).toBeUndefined());
