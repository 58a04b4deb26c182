/** How far what replay computed is to be trusted: whose gradients they are, where they are not the program's own to the bit. */
import { short } from './numbers.ts';
import { fill, type Strings } from './strings.ts';

/** `off`: as a slice has it. */
export function offWords(off: number | undefined, strings: Strings): readonly string[] {
	return off === 0 ? [] : [off === undefined ? strings.gradientsOurs : fill(strings.gradientsOff, short(off, 2))];
}
