/**
 * Family: recurrent layers. A step of a cell is composed of products and activations, a layer of its steps, and layers stand on
 * each other in both directions. PyTorch's CPU has LSTM in float32 as one operator with its own derivative; so it is here.
 */
import { kernels } from '../kernels/load.ts';
import { indexError, runtimeError } from '../tensor/errors.ts';
import { scope } from '../tensor/scope.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call, callMany } from './call.ts';
import { asContiguous, integersOf } from './copy.ts';
import { operator, type Operator, type Saved } from './operator.ts';
import { SUMS } from './tolerances.ts';

/** Of one layer in one direction: of the input, of the state, their biases, and what makes the state narrower. */
interface Weights { readonly ofInput: Tensor; readonly ofState: Tensor; readonly inputBias?: Tensor; readonly stateBias?: Tensor; readonly projection?: Tensor }

/** What a cell keeps: h, or h and c. */
type State = readonly Tensor[];

/** From the input's part of the gates to the next state. */
type Step = (fromInput: Tensor, state: State, weights: Weights) => State;

function ofInput(input: Tensor, { ofInput: weight, inputBias }: Weights): Tensor {
	return call('linear', input, weight, inputBias);
}

function ofState(state: Tensor, { ofState: weight, stateBias }: Weights): Tensor {
	return call('linear', state, weight, stateBias);
}

function lstmStep(fromInput: Tensor, [h, c]: State, weights: Weights): State {
	const gates = call('add_', ofState(h!, weights), fromInput);
	const [enter, forget, candidate, leave] = callMany('unsafe_chunk', gates, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
	const kept = call('mul', call('sigmoid', forget), c!);
	const cell = call('add', kept, call('mul', call('sigmoid', enter), call('tanh', candidate)));
	const hidden = call('mul', call('sigmoid', leave), call('tanh', cell));
	return [weights.projection === undefined ? hidden : call('matmul', hidden, call('t', weights.projection)), cell];
}

function gruStep(fromInput: Tensor, [h]: State, weights: Weights): State {
	const [resetIn, updateIn, candidateIn] = callMany('unsafe_chunk', fromInput, 3, 1) as [Tensor, Tensor, Tensor];
	const [resetOf, updateOf, candidateOf] = callMany('unsafe_chunk', ofState(h!, weights), 3, 1) as [Tensor, Tensor, Tensor];
	const reset = call('sigmoid', call('add', resetOf, resetIn));
	const update = call('sigmoid', call('add', updateOf, updateIn));
	const candidate = call('tanh', call('add', candidateIn, call('mul', candidateOf, reset)));
	return [call('add', call('mul', call('sub', h!, candidate), update), candidate)];
}

function simpleStep(activation: 'tanh' | 'relu'): Step {
	return (fromInput, [h], weights) => [call(activation, call('add', ofState(h!, weights), fromInput))];
}

/** The outputs of a layer, and its last state. */
interface Walked { readonly output: Tensor; readonly state: State }

/** A layer over (times, batch, features). */
function walked(input: Tensor, start: State, weights: Weights, step: Step, isReversed: boolean): Walked {
	const inOrder = (parts: readonly Tensor[]) => isReversed ? parts.toReversed() : parts;
	const outputs: Tensor[] = [];
	let state = start;
	for (const part of inOrder(callMany('unbind', ofInput(input, weights), 0))) {
		state = scope(() => step(part, state, weights));
		outputs.push(state[0]!);
	}
	return { output: call('stack', inOrder(outputs), 0), state };
}

const rows = (state: State, from: number, to: number): State => state.map(part => call('narrow', part, 0, from, to - from));
const joined = (states: readonly State[]): State => states[0]!.map((_, k) => call('cat', states.map(state => state[k]!), 0));

/** A layer over the rows of sequences that are packed by time, of which fewer and fewer go on: those that end give their state. */
function walkedPacked(data: Tensor, sizes: readonly number[], start: State, weights: Weights, step: Step): Walked {
	const parts = ofInput(data, weights);
	const outputs: Tensor[] = [], ended: State[] = [];
	let state = start, at = 0, before = sizes[0]!;
	for (const size of sizes) {
		if (size < before) {
			ended.push(rows(state, size, before));
			state = rows(state, 0, size);
		}
		state = step(call('narrow', parts, 0, at, size), state, weights);
		outputs.push(state[0]!);
		[at, before] = [at + size, size];
	}
	return { output: call('cat', outputs, 0), state: joined([...ended, state].toReversed()) };
}

/** The same from the end: more and more begin. */
function walkedPackedBack(data: Tensor, sizes: readonly number[], start: State, weights: Weights, step: Step): Walked {
	const parts = ofInput(data, weights);
	const outputs: Tensor[] = [];
	let state = rows(start, 0, sizes.at(-1)!), at = data.shape[0]!, before = sizes.at(-1)!;
	for (const size of sizes.toReversed()) {
		if (size > before) {
			state = joined([state, rows(start, before, size)]);
		}
		state = step(call('narrow', parts, 0, at - size, size), state, weights);
		outputs.push(state[0]!);
		[at, before] = [at - size, size];
	}
	return { output: call('cat', outputs.toReversed(), 0), state };
}

/** How layers stand on each other. */
interface Stack { readonly layers: number; readonly directions: number; readonly dropout: number }

type Layer = (input: Tensor, state: State, weights: Weights, isReversed: boolean) => Walked;

/** All layers, each given what the one below returned; their last states, by layer and direction. */
function stacked(input: Tensor, states: readonly State[], weights: readonly Weights[], { layers, directions, dropout }: Stack, layer: Layer): { readonly output: Tensor; readonly states: readonly State[] } {
	const ends: State[] = [];
	let output = input;
	for (let l = 0; l < layers; l++) {
		const both = Array.from({ length: directions }, (_, d) => layer(output, states[l * directions + d]!, weights[l * directions + d]!, d === 1));
		ends.push(...both.map(({ state }) => state));
		output = both.length === 1 ? both[0]!.output : call('cat', both.map(walk => walk.output), both[0]!.output.ndim - 1);
		if (dropout > 0 && l < layers - 1) {
			output = call('dropout', output, dropout, true);
		}
	}
	return { output, states: ends };
}

function weightsOf(mode: Mode, params: readonly Tensor[], hasBiases: boolean, isProjected: boolean, count: number): readonly Weights[] {
	const each = (hasBiases ? 4 : 2) + (isProjected ? 1 : 0);
	if (mode === 'lstm' && params.length % each !== 0) {
		throw runtimeError(`MatrixRef: ArrayRef size ${params.length} not divisible by stride ${each}`);
	}
	if (params.length !== each * count) {
		throw runtimeError('got an incorrect number of RNN parameters');
	}
	return Array.from({ length: count }, (_, k) => {
		const own = params.slice(k * each, (k + 1) * each);
		const projection = isProjected ? { projection: own.at(-1)! } : {};
		return { ofInput: own[0]!, ofState: own[1]!, ...hasBiases ? { inputBias: own[2]!, stateBias: own[3]! } : {}, ...projection };
	});
}

type Mode = 'lstm' | 'gru' | 'rnn_tanh' | 'rnn_relu';
const STEPS: Readonly<Record<Mode, Step>> = { lstm: lstmStep, gru: gruStep, rnn_tanh: simpleStep('tanh'), rnn_relu: simpleStep('relu') };

/** Whether PyTorch's CPU takes its own kernel. */
function isFused(mode: Mode, input: Tensor, isProjected: boolean): boolean {
	return mode === 'lstm' && !isProjected && input.dtype === 'float32' && input.numel > 0;
}

/** The states of the layers, by layer and direction. */
function statesOf(hx: State, count: number, isSelected: boolean): readonly State[] {
	const parts = hx.map(part => callMany('unbind', part, 0));
	const found = parts[0]!.length;
	if (found < count && isSelected) {
		throw indexError(`select(): index ${found} out of range for tensor of size [${hx[0]!.shape.join(', ')}] at dimension 0`);
	}
	if (found !== count) {
		throw runtimeError('Expected more hidden states in stacked_rnn');
	}
	return Array.from({ length: count }, (_, k) => parts.map(part => part[k]!));
}

/** The output, then each part of the states with all layers beneath each other. */
function results(output: Tensor, states: readonly State[]): readonly Tensor[] {
	return [output, ...(states[0] ?? [output]).map((_, k) => call('stack', states.map(state => state[k]!), 0))];
}

function recurrent(mode: Mode, input: Tensor, hx: State, params: readonly Tensor[], hasBiases: boolean, stack: Stack, batchFirst: boolean): readonly Tensor[] {
	const count = stack.layers * stack.directions;
	const isProjected = mode === 'lstm' && hx[0]!.shape[2] !== hx[1]!.shape[2];
	const weights = weightsOf(mode, params, hasBiases, isProjected, count);
	const turned = batchFirst ? call('transpose', input, 0, 1) : input;
	if (turned.shape[0] === 0) {
		throw runtimeError('Expected sequence length to be larger than 0 in RNN');
	}
	const isOne = isFused(mode, input, isProjected);
	const layer: Layer = isOne ? fusedLayer : (part, state, own, isReversed) => walked(part, state, own, STEPS[mode], isReversed);
	const { output, states } = stacked(turned, statesOf(hx, count, isOne), weights, stack, layer);
	return results(batchFirst ? call(mode === 'lstm' ? 'transpose' : 'transpose_', output, 0, 1) : output, states);
}

function recurrentPacked(mode: Mode, data: Tensor, batchSizes: Tensor, hx: State, params: readonly Tensor[], hasBiases: boolean, stack: Stack): readonly Tensor[] {
	const count = stack.layers * stack.directions, sizes = integersOf(batchSizes);
	const weights = weightsOf(mode, params, hasBiases, mode === 'lstm' && hx[0]!.shape[2] !== hx[1]!.shape[2], count);
	const { output, states } = stacked(data, statesOf(hx, count, false), weights, stack, (part, state, own, isReversed) => (isReversed ? walkedPackedBack : walkedPacked)(part, sizes, state, own, STEPS[mode]));
	return results(output, states);
}

/** The layer as one operator, with what its derivative needs beside the result. */
function fusedLayer(input: Tensor, [h, c]: State, weights: Weights, isReversed: boolean): Walked {
	if (h!.dtype !== 'float32' || c!.dtype !== 'float32') {
		throw runtimeError('get_mkldnn_dtype: unsupported data type');
	}
	const biases = weights.inputBias === undefined ? [] : [weights.inputBias, weights.stateBias!];
	const [output, hidden, cell] = callMany('mkldnn_rnn_layer', [call('contiguous', input), weights.ofInput, weights.ofState, ...biases, h!, c!], isReversed);
	return { output: output!, state: [hidden!, cell!] };
}

/** Input, weights, biases where there are some, and the two states. */
function parted(tensors: readonly Tensor[]): { readonly input: Tensor; readonly weights: Weights; readonly h: Tensor; readonly c: Tensor } {
	const [input, inputWeight, stateWeight, ...rest] = tensors as [Tensor, Tensor, Tensor, ...Tensor[]];
	const [h, c] = rest.slice(-2) as [Tensor, Tensor];
	return { input, h, c, weights: { ofInput: inputWeight, ofState: stateWeight, ...rest.length > 2 ? { inputBias: rest[0]!, stateBias: rest[1]! } : {} } };
}

/** The times in the order in which they are gone through. */
function walkOf(times: number, isReversed: boolean): readonly number[] {
	return Array.from({ length: times }, (_, t) => isReversed ? times - 1 - t : t);
}

/** Where the cell before a time lies: at first the one that was given, then behind the gates of the time before. */
function cellBefore(kept: Tensor, first: Tensor, previous: number | undefined): readonly [at: number, step: number] {
	const size = first.shape[1]!;
	return previous === undefined ? [first.pointer, size * 4] : [pointerAt(kept, previous) + size * 16, size * 20];
}

/** Where a time begins in a dense float32 tensor. */
function pointerAt(tensor: Tensor, time: number): number {
	return tensor.pointer + time * tensor.strides[0]! * 4;
}

/** Output, last state and cell; and of each time the gates as they act, and the cell (kernels/recurrent.ts). */
function fusedForward(tensors: readonly Tensor[], isReversed: boolean): readonly Tensor[] {
	const { input, weights, h, c } = parted(tensors);
	const [times, rows] = input.shape as [number, number, number], size = c.shape[1]!;
	const parts = ofInput(input, weights), turned = call('contiguous', call('t', weights.ofState));
	const all = weights.stateBias === undefined ? parts : call('add', parts, weights.stateBias);
	const output = emptyTensor([times, rows, size], 'float32'), kept = emptyTensor([times, rows, 5 * size], 'float32'), first = asContiguous(c);
	let state = h, previous: number | undefined;
	for (const t of walkOf(times, isReversed)) {
		const [before, step] = cellBefore(kept, first, previous);
		scope(() => {
			kernels().lstm_step(rows, size, call('mm', state, turned).pointer, pointerAt(all, t), before, step, pointerAt(kept, t), pointerAt(output, t));
		});
		[state, previous] = [call('select', output, 0, t), t];
	}
	// As PyTorch's are tensors of their own: the state is no view of the output.
	return [output, call('clone', state), call('clone', call('narrow', call('select', kept, 0, previous!), 1, 4 * size, size)), kept];
}

/** Back through the times: gradients of the gates before they act, and of the first state; and the states that the gates were given. */
function fusedGates({ h, c, weights }: ReturnType<typeof parted>, output: Tensor, kept: Tensor, grads: readonly (Tensor | undefined)[], isReversed: boolean): { readonly gates: Tensor; readonly before: Tensor; readonly h: Tensor; readonly c: Tensor } {
	const [times, rows] = kept.shape as [number, number, number], size = c.shape[1]!;
	const gates = emptyTensor([times, rows, 4 * size], 'float32'), first = asContiguous(c);
	const ofOutput = grads[0] === undefined ? undefined : asContiguous(grads[0]);
	const ofCell = grads[2] === undefined ? call('zeros', [...c.shape], 'float32') : call('clone', asContiguous(grads[2]));
	let ofState = grads[1] === undefined ? call('zeros', [...h.shape], 'float32') : asContiguous(grads[1]);
	const walk = walkOf(times, isReversed);
	for (let k = times - 1; k >= 0; k--) {
		const t = walk[k]!, [before, step] = cellBefore(kept, first, walk[k - 1]);
		kernels().lstm_step_back(rows, size, pointerAt(kept, t), before, step, ofState.pointer, ofOutput === undefined ? 0 : pointerAt(ofOutput, t), ofCell.pointer, pointerAt(gates, t));
		ofState = scope(() => call('mm', call('select', gates, 0, t), weights.ofState));
	}
	const states = walk.map((_, k) => k === 0 ? h : call('select', output, 0, walk[k - 1]!));
	return { gates, before: call('stack', isReversed ? states.toReversed() : states, 0), h: ofState, c: ofCell };
}

function fusedGradient(saved: Saved, grads: readonly (Tensor | undefined)[]): readonly Tensor[] {
	const tensors = saved.tensors('tensors') as readonly Tensor[];
	const all = parted(tensors);
	const { gates, before, h, c } = fusedGates(all, saved.tensor('result0'), saved.tensor('result3'), grads, saved.value<boolean>('reverse'));
	const flat = (tensor: Tensor) => call('reshape', tensor, [-1, tensor.shape[2]!]);
	const down = call('t', flat(gates)), bias = call('sum', gates, [0, 1]);
	return [
		call('reshape', call('mm', flat(gates), all.weights.ofInput), [...all.input.shape]), call('mm', down, flat(all.input)), call('mm', down, flat(before)),
		...tensors.length > 5 ? [bias, bias] : [], h, c,
	];
}

/** What a cell refuses. */
function requireFit(input: Tensor, states: State, inputWeight: Tensor, stateWeight: Tensor, gates: number): void {
	if (input.shape[1] !== inputWeight.shape[1]) {
		throw runtimeError(`input has inconsistent input_size: got ${input.shape[1]!} expected ${inputWeight.shape[1]!}`);
	}
	const size = stateWeight.shape[1]!;
	for (const [k, state] of states.entries()) {
		if (state.shape[0] !== input.shape[0]) {
			throw runtimeError(`Input batch size ${input.shape[0]!} doesn't match hidden${k} batch size ${state.shape[0]!}`);
		}
		if (state.shape[1] !== size) {
			throw runtimeError(`hidden${k} has inconsistent hidden_size: got ${state.shape[1]!}, expected ${size}`);
		}
	}
	if (inputWeight.shape[0] !== gates * size) {
		throw runtimeError(`weight_ih first dim must be ${gates} * hidden_size = ${gates * size}, but got ${inputWeight.shape[0]!}`);
	}
}

function cell(mode: Mode, gates: number) {
	return (input: Tensor, states: State, inputWeight: Tensor, stateWeight: Tensor, inputBias: Tensor | undefined, stateBias: Tensor | undefined): State => {
		requireFit(input, states, inputWeight, stateWeight, gates);
		const weights = { ofInput: inputWeight, ofState: stateWeight, ...inputBias === undefined ? {} : { inputBias }, ...stateBias === undefined ? {} : { stateBias } };
		return STEPS[mode](ofInput(input, weights), states, weights);
	};
}

const LSTM_CELL = cell('lstm', 4);

function requireTwo(name: string, hx: State): void {
	if (hx.length !== 2) {
		throw runtimeError(`${name} expects two hidden states`);
	}
}

/** Recurrent layers with one state. */
function layersOperator(mode: 'gru' | 'rnn_tanh' | 'rnn_relu'): Operator {
	return operator({ name: mode, variants: ['function'], tolerance: SUMS, overloads: [
		{
			schema: `${mode}.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)`,
			run: (input: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, layers: number, dropout: number, train: boolean, isBoth: boolean, batchFirst: boolean) =>
				recurrent(mode, input, [hx], params, hasBiases, { layers, directions: isBoth ? 2 : 1, dropout: train ? dropout : 0 }, batchFirst),
		},
		{
			schema: `${mode}.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)`,
			run: (data: Tensor, sizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, layers: number, dropout: number, train: boolean, isBoth: boolean) =>
				recurrentPacked(mode, data, sizes, [hx], params, hasBiases, { layers, directions: isBoth ? 2 : 1, dropout: train ? dropout : 0 }),
		},
	] });
}

function cellOperator(mode: 'gru' | 'rnn_tanh' | 'rnn_relu', gates: number): Operator {
	const run = cell(mode, gates);
	return operator({ name: `${mode}_cell`, variants: ['function'], tolerance: SUMS, overloads: [{
		schema: `${mode}_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor`,
		run: (input: Tensor, hx: Tensor, ...weights: [Tensor, Tensor, Tensor | undefined, Tensor | undefined]) => run(input, [hx], ...weights)[0]!,
	}] });
}

export const RECURRENT: readonly Operator[] = [
	operator({ name: 'lstm', variants: ['function'], tolerance: SUMS, overloads: [
		{
			schema: 'lstm.input(Tensor input, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor, Tensor)',
			run: (input: Tensor, hx: State, params: readonly Tensor[], hasBiases: boolean, layers: number, dropout: number, train: boolean, isBoth: boolean, batchFirst: boolean) => {
				requireTwo('lstm', hx);
				return recurrent('lstm', input, hx, params, hasBiases, { layers, directions: isBoth ? 2 : 1, dropout: train ? dropout : 0 }, batchFirst);
			},
		},
		{
			schema: 'lstm.data(Tensor data, Tensor batch_sizes, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor, Tensor)',
			run: (data: Tensor, sizes: Tensor, hx: State, params: readonly Tensor[], hasBiases: boolean, layers: number, dropout: number, train: boolean, isBoth: boolean) => {
				requireTwo('lstm', hx);
				return recurrentPacked('lstm', data, sizes, hx, params, hasBiases, { layers, directions: isBoth ? 2 : 1, dropout: train ? dropout : 0 });
			},
		},
	] }),
	// PyTorch's takes the tensors one by one.
	operator({ name: 'mkldnn_rnn_layer', variants: [], tolerance: SUMS, overloads: [{
		schema: 'mkldnn_rnn_layer(Tensor[] tensors, bool reverse) -> (Tensor, Tensor, Tensor, Tensor)', run: fusedForward,
		backward: { node: 'MkldnnRnnLayerBackward0', nonDifferentiable: [3], inputs: { tensors: { saves: ['tensors', 'result0', 'result3'], gradient: (_, saved, grads) => fusedGradient(saved, grads) } } },
	}] }),
	layersOperator('gru'), layersOperator('rnn_tanh'), layersOperator('rnn_relu'),
	operator({ name: 'lstm_cell', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'lstm_cell(Tensor input, Tensor[] hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> (Tensor, Tensor)',
		run: (input: Tensor, hx: State, ...weights: [Tensor, Tensor, Tensor | undefined, Tensor | undefined]) => {
			requireTwo('lstm_cell', hx);
			return LSTM_CELL(input, hx, ...weights);
		},
	}] }),
	cellOperator('gru', 3), cellOperator('rnn_tanh', 1), cellOperator('rnn_relu', 1),
];
