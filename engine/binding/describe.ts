/**
 * What the tracer asks of a tensor, in one call: its facts, and the bytes of its storage if they were written since the
 * tracer last had them. The layout is read by engine/python/loupe/embedded.py and by nothing else.
 */
import { views } from '../memory/memory.ts';
import type { Storage } from '../tensor/storage.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { DTYPES } from '../trace/dtype.ts';
import { NONE, type Answer } from './answer.ts';
import { tensorOf } from './handles.ts';
import { fromScratch, SCRATCH_SIZE } from './scratch.ts';

/** Numbers before the sizes and strides. */
const HEADER = 11;
const Bytes = { unchanged: 0, here: 1, tooMany: 2 } as const;
const Flag = { requiresGrad: 1, leaf: 2 } as const;
/** A stamp is the storage's count of writes, and above that the gradient's id. */
const WRITES = 2 ** 24;

/** Per storage, its count of writes when the tracer last had its bytes. */
let given = new WeakMap<Storage, number>();
const nodeNames: string[] = [''];
const nodeNumbers = new Map<string, number>([['', 0]]);

/** Changes whenever the tensor's bytes or its gradient do. */
export function stamp(handle: number): Answer {
	return stampOf(tensorOf(handle));
}

function stampOf(tensor: Tensor): number {
	return tensor.storage.writes % WRITES + (tensor.isLeaf ? tensor.grad?.id ?? 0 : 0) * WRITES;
}

/**
 * Writes to the scratch buffer, as float64: stamp, storage, dtype, offset, flags, version, storage's size in bytes, what follows (Bytes),
 * number of the node's name, gradient's handle, ndim; sizes; strides; then the storage's bytes. A handle of 0 forgets what was
 * given; a negative one answers the name with that number.
 */
export function describe(handle: number): Answer {
	if (handle < 0) return nodeNames[-handle] ?? '';
	if (handle === 0) {
		given = new WeakMap();
		return NONE;
	}
	const tensor = tensorOf(handle);
	const { storage, shape, strides } = tensor;
	const numbers = new Float64Array(HEADER + 2 * shape.length);
	const fresh = given.get(storage) !== storage.writes;
	const fits = numbers.byteLength + storage.nbytes <= SCRATCH_SIZE;
	if (fresh) given.set(storage, storage.writes);
	const retained = tensor.isLeaf || tensor.retainsGrad ? tensor.grad?.id ?? 0 : 0;
	numbers.set([
		stampOf(tensor), storage.id, DTYPES[tensor.dtype].code, tensor.offset, (tensor.requiresGrad ? Flag.requiresGrad : 0) | (tensor.isLeaf ? Flag.leaf : 0),
		tensor.version, storage.nbytes, fresh ? (fits ? Bytes.here : Bytes.tooMany) : Bytes.unchanged, numberOf(tensor.gradFn?.name ?? ''), retained, shape.length,
		...shape, ...strides,
	]);
	const scratch = fromScratch(Math.min(SCRATCH_SIZE, numbers.byteLength + storage.nbytes));
	scratch.set(new Uint8Array(numbers.buffer));
	if (fresh && fits) scratch.set(views.u8.subarray(storage.pointer, storage.pointer + storage.nbytes), numbers.byteLength);
	return NONE;
}

function numberOf(name: string): number {
	const known = nodeNumbers.get(name);
	if (known !== undefined) return known;
	nodeNumbers.set(name, nodeNames.length);
	return nodeNames.push(name) - 1;
}
