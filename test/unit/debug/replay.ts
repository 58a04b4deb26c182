/** The op table in this process, in place of the replay process: the same functions over the same trace. */
import type { Replay } from '../../../engine/debug/evaluation.ts';
import { answer, judge } from '../../../engine/replay/watch.ts';
import type { Trace } from '../../../engine/trace/model.ts';
import '../engine/engine.ts';

export function replayOf(trace: Trace): Replay {
	return {
		evaluate: (expression, place) => Promise.resolve(answer(trace, expression, place)),
		judge: (expression, steps) => Promise.resolve(judge(trace, expression, steps)),
	};
}
