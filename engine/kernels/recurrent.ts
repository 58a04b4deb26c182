/**
 * A step of an LSTM, and of its way back: all that comes between the matrix products, for dense float32. Of each sample and time
 * five parts of `size` numbers are kept: the four gates as they act (enter, forget, candidate, leave), and the cell. (AssemblyScript.)
 */

// @ts-ignore: decorator
@inline function sigmoid(x: f32): f32 {
	return <f32>(1 / (1 + NativeMath.exp(-<f64>x)));
}

// @ts-ignore: decorator
@inline function tanh(x: f32): f32 {
	return <f32>NativeMath.tanh(<f64>x);
}

// @ts-ignore: decorator
@inline function at(p: usize, i: i32): f32 {
	return load<f32>(p + (<usize>i << 2));
}

// @ts-ignore: decorator
@inline function put(p: usize, i: i32, x: f32): void {
	store<f32>(p + (<usize>i << 2), x);
}

/** `gates` and `part` are what comes of the state and of the input; rows of the cell before lie `step` bytes apart. */
export function lstm_step(rows: i32, size: i32, gates: usize, part: usize, before: usize, step: usize, kept: usize, hidden: usize): void {
	const bytes = <usize>size << 2;
	for (let row = 0; row < rows; row++, gates += 4 * bytes, part += 4 * bytes, before += step, kept += 5 * bytes, hidden += bytes) {
		for (let i = 0; i < size; i++) {
			const enter = sigmoid(at(gates, i) + at(part, i)), forget = sigmoid(at(gates, i + size) + at(part, i + size));
			const candidate = tanh(at(gates, i + 2 * size) + at(part, i + 2 * size)), leave = sigmoid(at(gates, i + 3 * size) + at(part, i + 3 * size));
			const cell = forget * at(before, i) + enter * candidate;
			put(kept, i, enter);
			put(kept, i + size, forget);
			put(kept, i + 2 * size, candidate);
			put(kept, i + 3 * size, leave);
			put(kept, i + 4 * size, cell);
			put(hidden, i, leave * tanh(cell));
		}
	}
}

/** From gradients of the state, of the output where there is one (else 0) and of the cell: those of the gates before they act. The cell's becomes that of the cell before. */
export function lstm_step_back(rows: i32, size: i32, kept: usize, before: usize, step: usize, ofState: usize, ofOutput: usize, ofCell: usize, gates: usize): void {
	const bytes = <usize>size << 2;
	for (let row = 0; row < rows; row++, kept += 5 * bytes, before += step, ofState += bytes, ofCell += bytes, gates += 4 * bytes) {
		for (let i = 0; i < size; i++) {
			const enter = at(kept, i), forget = at(kept, i + size), candidate = at(kept, i + 2 * size), leave = at(kept, i + 3 * size);
			const curved = tanh(at(kept, i + 4 * size));
			const state = ofOutput === 0 ? at(ofState, i) : at(ofState, i) + at(ofOutput, row * size + i);
			const cell = at(ofCell, i) + state * leave * (1 - curved * curved);
			put(gates, i, cell * candidate * enter * (1 - enter));
			put(gates, i + size, cell * at(before, i) * forget * (1 - forget));
			put(gates, i + 2 * size, cell * enter * (1 - candidate * candidate));
			put(gates, i + 3 * size, state * curved * leave * (1 - leave));
			put(ofCell, i, cell * forget);
		}
	}
}
