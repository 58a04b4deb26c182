/**
 * What a view draws: plain data cut from a trace at a tick. Slices are made by the functions beside this file,
 * in the extension host, in the report page or in a test, and drawn by `webview/`; they cross postMessage, so they hold
 * nothing but structured-cloneable data.
 */
import type { DTypeName } from '../trace/dtype.ts';
import type { Summary } from '../trace/summary.ts';
import type { Elements, Range, Ref, Tick } from '../trace/model.ts';
import type { IndexPart } from './index-rules.ts';
import type { AverageRule } from './average-rules.ts';
import type { HyperparameterValues } from './hyperparameters.ts';
import type { FittedSchedule } from './decay-schedules.ts';
import type { MatrixProduct } from './matmul.ts';
import type { Sign } from './products.ts';

/** Where in the user's code a slice comes from; `line` is 1-based, for people. */
export interface Origin { readonly uri: string; readonly line: number; readonly range: Range | undefined; readonly tick: Tick }

export interface TensorSlice {
	readonly kind: 'tensor';
	/** The expression that the user pointed at: `model.weight`. */
	readonly title: string;
	readonly ref: Ref;
	readonly type: string;
	readonly dtype: DTypeName;
	readonly shape: readonly number[];
	readonly strides: readonly number[];
	readonly requiresGrad: boolean;
	readonly gradFn: string;
	/** Row-major. undefined: over budget; `note` says so. */
	readonly elements: Elements | undefined;
	/** What was kept in their place; undefined where they are there, or nothing was. */
	readonly summary: Summary | undefined;
	readonly note: string | undefined;
	readonly origin: Origin | undefined;
	/** A tick at which its storage still held what was there before these values; undefined: nothing was. */
	readonly before: Tick | undefined;
}

/** What went from where to where by indices, by the op's rule in `index-rules.ts`. All three keep their real values. */
export interface IndexMapSlice {
	readonly kind: 'indexMap';
	/** Names its rule. */
	readonly op: string;
	readonly dim: number;
	/** What is between the brackets beside the index; undefined: it stands alone. */
	readonly parts: readonly IndexPart[] | undefined;
	readonly source: TensorSlice;
	/** The shape of what is put, where the source is that stretched; undefined: it is as it was given. */
	readonly stretched: readonly number[] | undefined;
	/** Of several that choose together: the first, with the shape that all of them are stretched to. */
	readonly index: TensorSlice;
	/** Those, as they are; undefined: `index` chooses alone. */
	readonly indices: readonly TensorSlice[] | undefined;
	readonly output: TensorSlice;
	/** How what comes to one cell is brought together, in scatter_reduce's words, and whether what was there is taken too; undefined: as the rule says. */
	readonly reduce: { readonly how: string; readonly includeSelf: boolean } | undefined;
	/** The call raised, with these words, and the output is what it would have been of; undefined: it did not. */
	readonly failed: string | undefined;
	/** What is put is taken so many times: index_add's alpha. */
	readonly scale: number;
	/** What came back through it; undefined: no backward call went through it, or nothing flows to the source. */
	readonly backward: MapBackward | undefined;
	readonly origin: Origin | undefined;
}

export interface MapBackward {
	/** The op, and the backward call's root and tick. */
	readonly request: { readonly op: number; readonly root: Ref; readonly tick: Tick };
	/** Of that call. */
	readonly line: number;
	/** Of the output. */
	readonly gradient: TensorSlice | ReplayNote | 'pending';
	/** As a graph's. */
	readonly off: number | undefined;
	/** An index that brings nothing back: embedding's padding_idx. */
	readonly skipped: number | undefined;
}

/** What was multiplied with what, as `products.ts` says it. */
export interface ProductSlice {
	readonly kind: 'product';
	readonly op: string;
	/** What the op came to where it chooses; undefined: it is what its name says. */
	readonly as: MatrixProduct | undefined;
	readonly sign: Sign;
	/** Letters of each operand's axes. */
	readonly subscripts: readonly string[];
	/** Of the output's axes. */
	readonly letters: string;
	readonly operands: readonly TensorSlice[];
	readonly output: TensorSlice;
	/** Added to the sum: a bias. */
	readonly added: TensorSlice | undefined;
	readonly origin: Origin | undefined;
}

/** A storage's cells, and the tensors that look into it. */
export interface StorageSlice {
	readonly kind: 'storage';
	readonly dtype: DTypeName;
	/** Cells, as far as any of the tensors reaches. */
	readonly count: number;
	/** undefined: over budget. */
	readonly elements: Elements | undefined;
	/** `offset` and `strides` in elements. */
	readonly views: readonly { readonly title: string; readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number }[];
	/** So many others look into it, or with another dtype; undefined: none. */
	readonly leftOut?: number;
}

/** One term of an optimizer's steps for one parameter, e.g. weight decay. */
export interface StepTerms {
	readonly name: string;
	readonly isState: boolean;
	/** Those of the steps, with the hyperparameters' numbers in them. */
	readonly formulas: readonly string[];
	/** For each step which of them, counted from 1; 0: that step has no such term. */
	readonly formula: Uint16Array;
	/** steps × elements, row-major. */
	readonly value: Float64Array;
}

/** What the steps did to one parameter; its columns are steps × elements, row-major, NaN where there is no number. */
export interface ParameterSteps {
	readonly name: string;
	readonly shape: readonly number[];
	readonly ref: Ref;
	/** How many of its elements are here, from its first on. */
	readonly elements: number;
	readonly before: Float64Array;
	readonly after: Float64Array;
	readonly terms: readonly StepTerms[];
	/** For each step whether the terms reproduce `after`: bit for bit where every operation is rounded correctly. */
	readonly reproduced: Uint8Array;
}

/** `lr`, `nesterov`, … over the steps; a flag's values are 0 and 1. */
export interface Hyperparameter { readonly name: string; readonly isFlag: boolean; readonly has: Uint8Array; readonly values: Float64Array }

/** The steps themselves; columns have an entry for each. `stepAt` of optimizer-steps.ts gives one of them whole. */
export interface OptimizerSteps {
	readonly count: number;
	/** Their numbers among all steps of this optimizer, from 0: of many not all are here. */
	readonly index: Uint32Array;
	readonly tick: Float64Array;
	readonly loss: Float64Array;
	readonly hasLoss: Uint8Array;
	/** Where in `origins` the line is that called each. */
	readonly origin: Uint16Array;
	readonly origins: readonly Omit<Origin, 'tick'>[];
	readonly hyperparameters: readonly Hyperparameter[];
}

/** One number among the parameters: which tensor, which element; or a principal component of all (`principal.ts`). */
export interface Coordinate { readonly parameter: number; readonly element: number; readonly label: string }

export const REPLAY_REASONS = [
	'replayNoBackward', 'replayOneNumber', 'replayDtype', 'replayOverBudget', 'replayIndependent', 'replayOperand', 'replayRandom', 'replayUnsupported', 'replayNotScalar', 'replayDisagrees',
	'replayAfterRun', 'replayGivenUp', 'replayNotInPage',
] as const;

/** Why the ops that were recorded can't be run again: a key of the views' strings, and what fills its blanks. */
export interface ReplayNote { readonly reason: typeof REPLAY_REASONS[number]; readonly values: readonly (string | number)[] }

/** The loss over two coordinates, all else as at the last step; row-major, y rows from bottom to top; NaN is blank. */
export interface Surface {
	readonly x: Coordinate; readonly y: Coordinate;
	readonly xDomain: readonly [number, number]; readonly yDomain: readonly [number, number];
	readonly columns: number; readonly rows: number;
	readonly values: Float64Array;
	/** The same plus λ/2·‖θ‖² where weight decay is coupled. */
	readonly withWeightDecay: Float64Array | undefined;
	/** 1-based line at which the program's control flow depends on the parameters: the surface is that of the branch taken. */
	readonly branchLine: number | undefined;
	/** Other steps' losses were of other data, as with minibatches, and have other surfaces. */
	readonly isOfLastStep: boolean;
	/** How far the last step's loss, replayed, is from the recorded one, as a part of it: real PyTorch's sums are other sums. 0: it is the same; undefined: that was not recorded. */
	readonly off: number | undefined;
}

/** The same program with other hyperparameters, and the steps that it took then. */
export interface WhatIfSlice {
	/** Of those that differ. */
	readonly values: HyperparameterValues;
	/** With what was asked for when it began; undefined: it runs still, or took none. */
	readonly steps: Pick<OptimizerSlice, 'parameters' | 'steps' | 'x' | 'y' | 'asked'> | undefined;
	/** What it ended with, or why it was not run. */
	readonly problem: string | undefined;
	readonly isRunning: boolean;
}

/** What a slice's parameters don't hold of its coordinates: components of large parameters, or numbers far in one. */
export interface AskedPath {
	/** Of components: the share of the path's variance that lies along each. */
	readonly explained: readonly number[];
	/** For x and for y, as of a parameter of one number; along a component it is counted from where the path ends. */
	readonly columns: readonly ParameterSteps[];
}

export interface OptimizerSlice {
	readonly kind: 'optimizer';
	/** 'SGD' */
	readonly type: string;
	/** Its steps are known here; else only what was recorded of them is. */
	readonly hasFormula: boolean;
	readonly parameters: readonly ParameterSteps[];
	readonly steps: OptimizerSteps;
	/** The two coordinates shown; the user may choose others. */
	readonly x: Coordinate;
	readonly y: Coordinate;
	/** undefined: the parameters hold both, or they were not asked for. */
	readonly asked: AskedPath | undefined;
	/** undefined until replay has computed it; `surfaceNote` says so where it can't be computed. */
	readonly surface: Surface | undefined;
	readonly surfaceNote: ReplayNote | undefined;
	/** undefined: it can't be run again. */
	readonly whatIf: WhatIfSlice | undefined;
}

export interface AverageCurve {
	readonly name: string;
	readonly shape: readonly number[];
	/** How many of the tensor's elements are here, from its first on. */
	readonly elements: number;
	readonly dtype: DTypeName;
	/** The average's elements before its first update. */
	readonly start: Float64Array;
	/** updates × elements, row-major. */
	readonly weights: Float64Array;
	readonly shadow: Float64Array;
	/** Where updates were left out, the weights of all of them, of so many elements; undefined: they are too many. */
	readonly every: { readonly elements: number; readonly weights: Float64Array } | undefined;
}

export interface AverageSlice {
	readonly kind: 'average';
	readonly rule: AverageRule;
	/** The formula that ran: 'v ← d·v + (1−d)·w', 'v ← lerp(v, w, 1−d)'. */
	readonly formula: string;
	/** How many updates there were. */
	readonly count: number;
	/** The numbers of those that are here, from 1; the others were left out between. */
	readonly updates: readonly number[];
	/** One for each of `updates`, as the curves and `origins`. */
	readonly decay: Float64Array;
	/** What made the decays; undefined: it is none that is known. */
	readonly schedule: FittedSchedule | undefined;
	readonly origins: readonly Origin[];
	readonly curves: readonly AverageCurve[];
	/** each of them was checked bit for bit against the recorded values */
	readonly reproduced: boolean;
}

/** A tensor's numbers, summed up. */
export interface NumberFacts {
	readonly count: number;
	readonly nan: number;
	readonly infinite: number;
	/** Of the finite ones, NaN where there are none: the least, the greatest, and the root of the mean of their squares. */
	readonly low: number;
	readonly high: number;
	readonly rms: number;
	/** All of them, where they are few. */
	readonly values: readonly number[];
}

/** What of an op's operands was not finite before it: a tensor as the code calls it, or a number. NaN where it held both. */
export interface NonFiniteGiven { readonly kind: 'nan' | 'infinite'; readonly title: string }

/** An op of an autograd graph, or a tensor where it begins. */
export interface GraphNode {
	/** 'lost': a tensor that was computed, by what was not recorded. */
	readonly kind: 'leaf' | 'op' | 'lost';
	/** The op's; a tensor's, as the code calls it, or ''. */
	readonly name: string;
	/** PyTorch's name of its node: 'AddmmBackward0'. */
	readonly gradFn: string;
	readonly shape: readonly number[];
	readonly dtype: DTypeName;
	/** The module whose call it is part of, as the code calls it: 'model.0'; '' where there is none. */
	readonly module: string;
	readonly origin: Origin | undefined;
	/** undefined: they were not recorded, or are too many to be looked at. */
	readonly value: NumberFacts | undefined;
	/** Where the first NaN or infinity of the graph came into it with what is no node of it; undefined: it did not here. */
	readonly given: NonFiniteGiven | undefined;
	/** Of the root, with respect to it; undefined where it isn't known. */
	readonly gradient: NumberFacts | undefined;
}

/** How a tensor came to be, as far as gradients flow back: PyTorch's graph, with a node for each call of the code. */
export interface GraphSlice {
	readonly kind: 'graph';
	readonly title: string;
	/** The root, and when it had been made. */
	readonly ref: Ref;
	readonly tick: Tick;
	/** In order of time, the root last. */
	readonly nodes: readonly GraphNode[];
	/** Places of the nodes: from, to, from, to, … */
	readonly edges: Uint32Array;
	/** Earlier nodes were left out: there are too many. */
	readonly isCut: boolean;
	/** `replayed`: all gradients there are. Else why only those are known that the program itself kept. */
	readonly gradients: 'replayed' | 'pending' | ReplayNote;
	/** How far replayed gradients are off those that the program kept, as a part of their size; undefined: that can't be told. */
	readonly off: number | undefined;
}

export type Slice = TensorSlice | IndexMapSlice | ProductSlice | StorageSlice | OptimizerSlice | AverageSlice | GraphSlice;

/** An entry of the panel's list of what a trace has to show. */
export interface SliceSummary {
	readonly id: string;
	readonly kind: Slice['kind'];
	readonly label: string;
	readonly detail: string;
	/** It is of a call that gave nothing. */
	readonly raised?: true;
}
