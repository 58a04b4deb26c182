/** An edit that would mend what failed, and the sentence that names it. */
import { l10n } from 'vscode';
import type { TensorValue } from '../../engine/trace/model.ts';
import type { Failure, Operand } from './failure.ts';

/** Replaces pieces of the parsed text. */
export interface Fix { readonly title: string; readonly edits: readonly { readonly from: number; readonly to: number; readonly text: string }[] }

export interface Explanation { readonly sentence: string; readonly fixes: readonly Fix[] }

/** What is to be said of a message that matches; undefined: nothing beyond it. */
export type Rule = readonly [RegExp, (match: RegExpExecArray, failure: Failure) => Explanation | undefined];

export type Shape = readonly number[];

/** An operand of which the trace knows the tensor. */
export type Known = Operand & { readonly tensor: TensorValue };

export function tensorsOf({ operands }: Failure): Known[] {
	return operands.filter(isKnown);
}

function isKnown(operand: Operand): operand is Known {
	return operand.tensor !== undefined;
}

/** The first operand, if it is known and has the shape of which the message tells. */
export function subjectOf({ operands: [first] }: Failure, test: (shape: Shape) => boolean): Known | undefined {
	return first && isKnown(first) && test(first.tensor.shape) ? first : undefined;
}

export const shapeText = (shape: Shape): string => `[${shape.join(', ')}]`;
export const named = ({ text, tensor }: Known): string => `${text} ${shapeText(tensor.shape)}`;
export const isArray = ({ tensor }: Known): boolean => tensor.type === 'ndarray';
export const sameShape = (a: Shape, b: Shape): boolean => String(a) === String(b);
export const only = (sentence: string): Explanation => ({ sentence, fixes: [] });

/** The operand with something behind it: `.T`, `.float()`, `[:, None]`. None for a part of what stands in the text. */
export function followedBy({ from, to, text, form }: Operand, behind: string): Fix[] {
	if (form === 'part') { return []; }
	const replacement = form === 'closed' ? `${text}${behind}` : `(${text})${behind}`;
	return [{ title: l10n.t('Use {0}', replacement), edits: [{ from, to, text: replacement }] }];
}

/** With a dimension of size 1 more, at a place. */
export function unsqueezed(operand: Known, dim: number): Fix[] {
	const { keepdimAt, tensor } = operand;
	if (keepdimAt !== undefined) {
		return [{ title: l10n.t('Add {0}', 'keepdim=True'), edits: [{ from: keepdimAt, to: keepdimAt, text: ', keepdim=True' }] }];
	}
	if (!isArray(operand)) { return followedBy(operand, `.unsqueeze(${dim})`); }
	return followedBy(operand, `[${[...tensor.shape.slice(0, dim).map(() => ':'), 'None', ...tensor.shape.slice(dim).map(() => ':')].join(', ')}]`);
}

/** The words, and what the first fix would write. */
export function withFit(words: string, fixes: readonly Fix[]): Explanation {
	const [first] = fixes;
	return { sentence: first ? `${words} ${l10n.t('{0} would fit.', first.edits[0]!.text.replace(/^, /, ''))}` : words, fixes };
}
