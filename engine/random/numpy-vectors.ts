/** Distributions of several numbers at once, as NumPy draws them: multinomial, multivariate hypergeometric and Dirichlet. */
import { binomial, hypergeometric } from './numpy-counts.ts';
import { beta } from './numpy-distributions.ts';
import { gamma, type Source } from './numpy-gamma.ts';

/** Fills `out`, which is all 0. */
type Fill = (out: Float64Array) => void;

/** Of how many are picked the smaller part is drawn, and what the other leaves is the answer where that is asked. */
function picked(size: number, colors: readonly number[], draw: (picks: number, total: number, out: Float64Array) => void): Fill {
	const total = colors.reduce((sum, count) => sum + count, 0), isMost = size > Math.floor(total / 2);
	return out => {
		if (size > 0) draw(isMost ? total - size : size, total, out);
		if (isMost) for (const [i, count] of colors.entries()) out[i] = count - out[i]!;
	};
}

/** Below it numbers of a gamma distribution are mostly too small to be told from 0. */
const SMALL_ALPHA = 0.1;

/** By name, of the number of picks, where there is one, and what is known of each kind. */
export const VECTORS: Readonly<Record<string, (source: Source, size: number, kinds: readonly number[]) => Fill>> = {
	multinomial: (source, size, chances) => out => {
		const last = chances.length - 1;
		let left = size, rest = 1;
		for (let i = 0; i < last && left > 0; i++) {
			left -= out[i] = binomial(source, left, chances[i]! / rest);
			rest -= chances[i]!;
		}
		if (left > 0) out[last] = left;
	},
	marginals: (source, size, colors) => picked(size, colors, (picks, total, out) => {
		const last = colors.length - 1;
		for (let i = 0, left = total; i < last && picks > 0; i++) {
			left -= colors[i]!;
			picks -= out[i] = hypergeometric(source, colors[i]!, left, picks);
		}
		if (picks > 0) out[last] = picks;
	}),
	/** Each goes on from the order in which the one before has left the things. */
	count: (source, size, colors) => {
		const things = colors.flatMap((count, color) => new Array<number>(count).fill(color));
		return picked(size, colors, (picks, total, out) => {
			for (let i = 0; i < picks; i++) {
				const at = i + source.interval(total - i - 1);
				[things[at], things[i]] = [things[i]!, things[at]!];
			}
			for (const color of things.slice(0, picks)) out[color]!++;
		});
	},
	dirichlet: (source, _size, alpha) => {
		if (source.isLegacy || Math.max(...alpha) >= SMALL_ALPHA) {
			return out => {
				const sum = alpha.reduce((sum, each, i) => sum + (out[i] = gamma(source, each)), 0), scale = 1 / sum;
				for (let i = 0; i < out.length; i++) out[i]! *= scale;
			};
		}
		// What is left of a stick is broken again and again.
		const rests = [...alpha], last = alpha.length - 1;
		for (let i = last - 1; i >= 0; i--) rests[i]! += rests[i + 1]!;
		return out => {
			if (rests[0] === 0) return;
			let left = 1;
			for (let i = 0; i < last; i++) {
				const part = beta(source, alpha[i]!, rests[i + 1]!);
				out[i] = left * part;
				left *= 1 - part;
				if (rests[i + 1] === 0) break;
			}
			out[last] = left;
		};
	},
};
