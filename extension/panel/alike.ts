/**
 * An entry of the list as the next run of a document may have it too: ids are of one trace, so it is known by its kind, its
 * label, and which of those it is.
 */
import type { SliceSummary } from '../../engine/slice/slice.ts';

export interface Alike { readonly kind: SliceSummary['kind']; readonly label: string; readonly place: number }

/** undefined: the list holds no entry of that id. */
export function alikeOf(entries: readonly SliceSummary[], id: string): Alike | undefined {
	const entry = entries.find(each => each.id === id);
	return entry && { kind: entry.kind, label: entry.label, place: likeOf(entries, entry).indexOf(entry) };
}

export function findAlike(entries: readonly SliceSummary[], alike: Alike): SliceSummary | undefined {
	return likeOf(entries, alike)[alike.place];
}

function likeOf(entries: readonly SliceSummary[], { kind, label }: Pick<Alike, 'kind' | 'label'>): readonly SliceSummary[] {
	return entries.filter(each => each.kind === kind && each.label === label);
}
