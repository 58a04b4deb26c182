/** What survives a reload of the panel, as setState keeps it: messages.ts's PanelState and each view's own, and the timeline's. */
import type { PanelState } from '../messages.ts';
import type { ViewState } from '../view.ts';

export interface StoredState extends PanelState { readonly views: Readonly<Record<string, ViewState>>; readonly timeline: ViewState }

const MOST_VIEWS = 50;

/** Anything that getState may hold: nothing at first, an older version's state later. */
export function readStored(value: unknown): StoredState {
	const state = typeof value === 'object' && value !== null ? value as Partial<StoredState> : {};
	return {
		traceUri: typeof state.traceUri === 'string' ? state.traceUri : undefined,
		selected: typeof state.selected === 'string' ? state.selected : undefined,
		views: typeof state.views === 'object' && state.views !== null ? state.views : {},
		timeline: typeof state.timeline === 'object' && state.timeline !== null ? state.timeline : {},
	};
}

/** The newest views are kept. */
export function withView(state: StoredState, id: string, view: ViewState): StoredState {
	const others = Object.entries(state.views).filter(([key]) => key !== id).slice(1 - MOST_VIEWS);
	return { ...state, views: Object.fromEntries([...others, [id, view]]) };
}
