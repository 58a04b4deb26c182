/**
 * How the decay of an average goes over its updates: the schedules that training scripts use, each with what it is made of,
 * and which of them made the decays that were recorded.
 */

/** What a schedule is made of. `decay` and `tau` are chosen; at `t` of the first update its updates are counted from. */
export interface ScheduleParameters { readonly decay: number; readonly tau: number; readonly first: number }

interface DecaySchedule {
	readonly formula: string;
	/** Those of the chosen that it has. */
	readonly parameters: readonly ('decay' | 'tau')[];
	at(t: number, parameters: ScheduleParameters): number;
	/** What made these decays, from an average's first update on; checked by who asks. */
	fitted(decays: readonly number[]): ScheduleParameters | undefined;
}

export const DECAY_SCHEDULES = {
	constant: {
		formula: 'd', parameters: ['decay'],
		at: (_t, { decay }) => decay,
		fitted: ([decay = 0]) => ({ decay, tau: 0, first: 1 }),
	},
	/** As in YOLO's ModelEMA: the average follows quickly while the weights still move much. */
	ramp: {
		formula: 'd·(1−exp(−t/τ))', parameters: ['decay', 'tau'],
		at: (t, { decay, tau }) => decay * (1 - Math.exp(-t / tau)),
		fitted: fittedRamp,
	},
	/** As in TensorFlow's ExponentialMovingAverage with `num_updates`, and many diffusion models. */
	warmUp: {
		formula: 'min(d, (1+t)/(10+t))', parameters: ['decay'],
		at: (t, { decay }) => Math.min(decay, (1 + t) / (10 + t)),
		fitted: (decays) => {
			const most = decays.at(-1)!, before = decays.at(-2);
			return { decay: before === most ? most : 1, tau: 0, first: Math.round((10 * decays[0]! - 1) / (1 - decays[0]!)) };
		},
	},
	/** Of all weights so far alike: AveragedModel of torch.optim.swa_utils. */
	mean: {
		formula: 't/(t+1)', parameters: [],
		at: (t) => t / (t + 1),
		fitted: ([first = 0]) => ({ decay: 1, tau: 0, first: Math.round(first / (1 - first)) }),
	},
} as const satisfies Readonly<Record<string, DecaySchedule>>;

export type DecayScheduleName = keyof typeof DECAY_SCHEDULES;

export const SCHEDULE_NAMES = Object.keys(DECAY_SCHEDULES) as readonly DecayScheduleName[];

export interface FittedSchedule extends ScheduleParameters { readonly name: DecayScheduleName }

/** More than rounding leaves between a schedule and what a program made of it: some keep the decay in a float32. */
const NEAR = 1e-7;

/** The schedule that all of these decays are of, the simplest first; undefined where it is none of these. */
export function scheduleOf(decays: readonly number[]): FittedSchedule | undefined {
	if (decays.length === 0) return undefined;
	for (const name of SCHEDULE_NAMES) {
		const schedule: DecaySchedule = DECAY_SCHEDULES[name], found = schedule.fitted(decays);
		if (found !== undefined && decays.every((decay, i) => Math.abs(schedule.at(found.first + i, found) - decay) < NEAR)) return { name, ...found };
	}
	return undefined;
}

/** By three decays at equal distances: what is missing to the last decay shrinks by the same factor from each to the next. */
function fittedRamp(decays: readonly number[]): ScheduleParameters | undefined {
	for (let apart = (decays.length - 1) >> 1; apart >= 1; apart >>= 1) {
		const [a, b, c] = [decays[0]!, decays[apart]!, decays[2 * apart]!];
		const factor = (c - b) / (b - a);
		if (!(factor > 1e-3 && factor < 1)) continue;
		const tau = Number((-apart / Math.log(factor)).toPrecision(6)), shrunk = Math.exp(-apart / tau);
		const decay = Number(((b - a * shrunk) / (1 - shrunk)).toPrecision(6));
		return { decay, tau, first: Math.round(-tau * Math.log(1 - a / decay)) };
	}
	return undefined;
}
