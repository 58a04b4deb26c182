/** Why replay can't give what was asked of it, as a trace says it; a file may say anything. */
import { type ReplayNote, REPLAY_REASONS } from './slice.ts';

/** undefined: it is none. */
export function replayNote(value: unknown): ReplayNote | undefined {
	if (typeof value !== 'object' || value === null || !('reason' in value) || !('values' in value) || !Array.isArray(value.values)) return undefined;
	const reason = REPLAY_REASONS.find(each => each === value.reason);
	return reason && { reason, values: value.values.filter((each): each is string | number => typeof each === 'string' || typeof each === 'number') };
}
