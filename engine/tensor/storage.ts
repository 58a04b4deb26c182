/**
 * The bytes under one or more tensors, reference counted. Knows nothing of shapes or dtypes.
 */
import { allocate, free } from '../memory/allocator.ts';
import { views } from '../memory/memory.ts';

let nextId = 1;

export class Storage {
	readonly id = nextId++;
	/** Address in the engine's memory; 0 where there are no bytes. */
	pointer: number;
	nbytes: number;
	/** Grows with each write to the bytes, through whichever tensor or array. (Autograd's counter is the tensors'.) */
	writes = 0;
	/** The tensors (and arrays) that use it. */
	references = 1;
	/** Of the recording `givenTo`, the count of writes when it last kept the bytes. */
	given = -1;
	givenTo: object | undefined = undefined;

	/** Raises PyTorch's allocation error where `nbytes` can't be had. The bytes are not cleared. */
	constructor(nbytes: number) {
		this.nbytes = nbytes;
		this.pointer = allocate(nbytes);
	}

	retain(): this {
		this.references++;
		return this;
	}

	/** Makes room for more; who uses the bytes finds them there. */
	grow(nbytes: number): void {
		const pointer = allocate(nbytes);
		views.u8.copyWithin(pointer, this.pointer, this.pointer + this.nbytes);
		free(this.pointer, this.nbytes);
		this.pointer = pointer;
		this.nbytes = nbytes;
	}

	release(): void {
		if (--this.references === 0) {
			free(this.pointer, this.nbytes);
			this.pointer = 0;
		}
	}
}
