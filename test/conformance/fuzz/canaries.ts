/**
 * Blocks of the engine's memory that nobody may write to. They lie beside free ones, which the allocator gives out first,
 * so that what writes beyond its tensor writes to one of them; the free ones are filled too, so that what reads what it
 * never wrote answers strange numbers.
 */
import { allocate, free } from '../../../engine/memory/allocator.ts';
import { views } from '../../../engine/memory/memory.ts';

const FILL = 0xa5;
/** Sizes of tensors that calls make: few elements, and a page or more. */
const SIZES = [...Array.from({ length: 64 }, (_, i) => 16 * (i + 1)), 2048, 4096, 8192, 16384];
/** Pairs of a canary and a free block of each size. */
const PAIRS = 12;

export class Canaries {
	readonly #blocks: { readonly address: number; readonly bytes: number }[] = [];

	constructor() {
		const freed: { address: number; bytes: number }[] = [];
		for (const bytes of SIZES) {
			for (let i = 0; i <= 2 * PAIRS; i++) {
				const block = { address: allocate(bytes), bytes };
				views.u8.fill(FILL, block.address, block.address + bytes);
				(i % 2 === 0 ? this.#blocks : freed).push(block);
			}
		}
		for (const { address, bytes } of freed) free(address, bytes);
	}

	/** Whether no byte of any has changed; those that have are filled again. */
	areWhole(): boolean {
		let whole = true;
		const words = new Uint32Array(views.u8.buffer);
		for (const { address, bytes } of this.#blocks) {
			for (let at = address >> 2; at < address + bytes >> 2; at++) {
				if (words[at] !== 0xa5a5a5a5) {
					whole = false;
					views.u8.fill(FILL, address, address + bytes);
					break;
				}
			}
		}
		return whole;
	}
}
