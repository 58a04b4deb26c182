/** Indices, masks, class numbers and dimensions that are not there. */
import { l10n } from 'vscode';
import type { Operand } from './failure.ts';
import { followedBy, named, only, shapeText, subjectOf, tensorsOf, unsqueezed, withFit, type Fix, type Known, type Rule } from './fixes.ts';

export const INDICES: readonly Rule[] = [
	[/^index (-?\d+) is out of bounds for (?:dimension|axis) (\d+) with size (\d+)/, ([, index, place, size], failure) => {
		const dimension = failure.chosenAxes[Number(place)] ?? Number(place);
		const from = subjectOf(failure, shape => shape[dimension] === Number(size));
		const name = from ? named(from) : l10n.t('the tensor');
		if (size === '0') { return only(l10n.t('Dimension {0} of {1} is empty.', dimension, name)); }
		// Of indices that lie in a tensor themselves, which one it was is worth saying.
		const holder = failure.operands.find(({ place, tensor, elements }) => tensor && place !== 'receiver' && has(elements(), Number(index)));
		const words = l10n.t('Dimension {0} of {1} has the indices 0 to {2}, or -{3} to -1 from its end.', dimension, name, Number(size) - 1, size!);
		return only(holder ? `${words} ${l10n.t('{0} holds {1}.', holder.text, index!)}` : words);
	}],
	[/^Dimension out of range \(expected to be in range of \[(-\d+), (\d+)\], but got -?\d+\)/, ([, least, most], failure) => {
		// unsqueeze has one more to choose from, and what has no dimension has one.
		const from = subjectOf(failure, shape => [0, 1].includes(Number(most) + 1 - shape.length));
		return from && only(l10n.t('{0} has {1} dimensions: dim is {2} to {3}.', named(from), from.tensor.shape.length, least!, most!));
	}],
	[/^axis -?\d+ is out of bounds for array of dimension (\d+)/, ([, count], failure) => {
		const from = subjectOf(failure, shape => shape.length === Number(count));
		return from && only(l10n.t('{0} has {1} dimensions: axis is {2} to {3}.', named(from), count!, -Number(count), Number(count) - 1));
	}],
	[/^too many indices for (?:tensor of dimension|array: array is) (\d+)/, ([, count], failure) => {
		const from = subjectOf(failure, shape => shape.length === Number(count));
		const given = failure.operands.filter(({ place }) => place === 'index').length;
		return from && only(l10n.t('{0} has {1} dimensions, and {2} indices are given.', named(from), count!, given));
	}],
	[/^(?:The shape of the mask|boolean index did not match)/, (_match, failure) => {
		const tensors = tensorsOf(failure);
		const mask = tensors.slice(1).find(({ tensor }) => tensor.dtype === 'bool');
		const [from] = tensors;
		if (!from || !mask) { return undefined; }
		const dims = from.tensor.shape.flatMap((size, dim) => size === mask.tensor.shape[0] && mask.tensor.shape.length === 1 ? [dim] : []);
		const words = l10n.t('{0} is to choose from {1}; a mask has the size of what it chooses from, from the first dimension on.', named(mask), named(from));
		return withFit(words, dims.length === 1 && mask.place === 'index' ? followedMask(mask, dims[0]!) : []);
	}],
	[/^shape mismatch: indexing (?:tensors|arrays) could not be broadcast together with shapes/, (_match, failure) => {
		const indices = tensorsOf(failure).filter(({ place }) => place === 'index');
		return indices.length > 1 ? only(l10n.t('{0} choose element by element together: their sizes must be equal or 1.', indices.map(named).join(', '))) : undefined;
	}],
	[/^index out of range in self/, (_match, failure) => {
		const [layer] = failure.layers;
		const table = tensorsOf(failure).find(({ tensor }) => tensor.shape.length === 2 && tensor.dtype.includes('float'));
		const rows = failure.layers.length === 1 ? layer!.weight[0] : failure.name === 'embedding' ? table?.tensor.shape[0] : undefined;
		const indices = tensorsOf(failure).find(operand => operand !== table);
		if (rows === undefined || !indices) { return undefined; }
		return only(l10n.t('{0} has {1} rows, 0 to {2}; {3} holds {4}.', layer?.text ?? table!.text, rows, rows - 1, indices.text, beyond(indices, rows) ?? l10n.t('others')));
	}],
	[/^Target (-?\d+) is out of bounds/, ([, target], failure) => {
		const tensors = tensorsOf(failure);
		const classes = tensors.find(({ tensor, elements }) => !tensor.dtype.includes('float') && has(elements(), Number(target)));
		const scores = tensors.find(each => each !== classes);
		const count = scores && (scores.tensor.shape.length === 1 ? scores.tensor.shape[0] : scores.tensor.shape[1]);
		return classes && scores && only(l10n.t('{0} has scores for {1} classes, 0 to {2}; {3} holds {4}.', named(scores), count!, count! - 1, classes.text, target!));
	}],
	[/^0D or 1D target tensor expected, multi-target not supported/, (_match, failure) => {
		const [scores, classes] = tensorsOf(failure);
		if (!scores || !classes) { return undefined; }
		const isColumn = classes.tensor.shape.length === 2 && classes.tensor.shape[1] === 1;
		return withFit(l10n.t('{0} has {1} dimensions; class numbers have one, with a number for each row of {2}.', named(classes), classes.tensor.shape.length, named(scores)), isColumn ? followedBy(classes, '.squeeze(1)') : []);
	}],
	[/^Expected input batch_size \((\d+)\) to match target batch_size \((\d+)\)/, ([, rows, count], failure) => {
		const [scores, classes] = [rows, count].map(size => tensorsOf(failure).find(({ tensor }) => tensor.shape[0] === Number(size)));
		return scores && classes && only(l10n.t('{0} has {1} rows of scores, {2} has {3} class numbers; each row needs one.', named(scores), rows!, named(classes), count!));
	}],
	[/^Index tensor must have the same number of dimensions as (?:input|self|src) tensor/, (_match, failure) => {
		const [from, index] = tensorsOf(failure);
		if (!from || !index) { return undefined; }
		const words = l10n.t('{0} has {1} dimensions and {2} has {3}; an index says for each cell of the result where it comes from.', named(from), from.tensor.shape.length, named(index), index.tensor.shape.length);
		const isLess = index.tensor.shape.length === from.tensor.shape.length - 1;
		return withFit(words, isLess ? unsqueezed(index, index.tensor.shape[0] === from.tensor.shape[0] ? from.tensor.shape.length - 1 : 0) : []);
	}],
	[/^Size does not match at dimension (\d+) expected index (\[[\d, ]*\]) to be no larger than self (\[[\d, ]*\]) apart from dimension (\d+)/, ([, at, wanted, own, dim], failure) => {
		const [from, index] = tensorsOf(failure);
		return from && index && shapeText(from.tensor.shape) === own && shapeText(index.tensor.shape) === wanted
			? only(l10n.t('{0} is larger than {1} in dimension {2}; only in dimension {3} may it be.', named(index), named(from), at!, dim!))
			: undefined;
	}],
];

/** `[:, mask]`: in the dimension that is as long as it. */
function followedMask(mask: Known, dim: number): Fix[] {
	const replacement = `${':, '.repeat(dim)}${mask.text}`;
	return mask.form === 'part' || dim === 0 ? [] : [{ title: l10n.t('Use {0}', `[${replacement}]`), edits: [{ from: mask.from, to: mask.to, text: replacement }] }];
}

function has(elements: ReturnType<Operand['elements']>, index: number): boolean {
	return elements?.some((element: number | bigint) => Number(element) === index) ?? false;
}

/** The first index that a table of so many rows doesn't have. */
function beyond({ elements }: Known, rows: number): string | undefined {
	return elements()?.find((element: number | bigint) => element < 0 || element >= rows)?.toString();
}
