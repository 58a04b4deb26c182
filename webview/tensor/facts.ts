/** What is known of a tensor besides its values: the words of the hover's line, with the strides that a panel has room for. */
import { tensorFacts } from '../../engine/print/facts.ts';
import { tupleRepr } from '../../engine/print/tensor-repr.ts';
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';

/** Above this many elements their extremes and mean are told a moment later, when the picture is there. */
const MANY = 2 ** 20;

export function drawFacts(document: Document, slice: TensorSlice): HTMLElement {
	const facts = element(document, 'p', { class: 'facts' });
	const show = (of: TensorSlice) => facts.replaceChildren(...factsOf(of).map(fact => element(document, 'span', {}, fact)));
	if ((slice.elements?.length ?? 0) > MANY) {
		show({ ...slice, elements: undefined });
		document.defaultView?.requestAnimationFrame(() => setTimeout(() => show(slice)));
	} else show(slice);
	return facts;
}

function factsOf(slice: TensorSlice): readonly string[] {
	const [first = '', ...rest] = tensorFacts(slice).split(' · ');
	return [first, ...(slice.shape.length > 0 ? [`stride ${tupleRepr(slice.strides)}`] : []), ...rest];
}
