/** Shapes that the elements of a tensor don't fill, or can't be seen in. */
import { l10n } from 'vscode';
import { named, only, shapeText, tensorsOf, type Explanation, type Rule } from './fixes.ts';

export const SHAPES: readonly Rule[] = [
	[/^shape '(\[[-\d, ]*\])' is invalid for input of size (\d+)/, ([, shape, size]) => resized(shape!, size!)],
	[/^cannot reshape array of size (\d+) into shape \(([-\d,]*)\)/, ([, size, shape]) => resized(`[${shape!.replace(/,$/, '').replaceAll(',', ', ')}]`, size!)],
	[/^view size is not compatible with input tensor's size and stride/, (_match, failure) => {
		const [from] = tensorsOf(failure);
		const { method } = failure;
		if (!from || !method) { return undefined; }
		return { sentence: l10n.t('{0} has strides {1}: its elements don’t lie in its own order, so a view can’t take another shape; reshape copies them.', named(from), shapeText(from.tensor.strides)), fixes: [{ title: l10n.t('Use {0}', 'reshape'), edits: [{ ...method, text: 'reshape' }] }] };
	}],
	[/^permute\(.*\): number of dimensions in the tensor input does not match .* input\.dim\(\) = (\d+) is not equal to len\(dims\) = (\d+)/, ([, count, given], failure) => {
		const [from] = tensorsOf(failure);
		return from && only(l10n.t('{0} has {1} dimensions and permute is given {2}; it names each once.', named(from), count!, given!));
	}],
];

function resized(shape: string, size: string): Explanation {
	const wanted = (JSON.parse(shape) as number[]).reduce((a, b) => a * b, 1);
	return only(wanted < 0
		? l10n.t('{0} elements don’t fill {1}: the sizes that are given must divide their number.', size, shape)
		: l10n.t('{0} would be {1} elements, and there are {2}; one size may be -1, to be worked out.', shape, wanted, size));
}
