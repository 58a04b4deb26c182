/** What is known of a tensor besides its values: the words of the hover's line, with the strides that a panel has room for. */
import { tensorFacts } from '../../engine/print/facts.ts';
import { gathering, type Statistics } from '../../engine/print/statistics.ts';
import { tupleRepr } from '../../engine/print/tensor-repr.ts';
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';
import { meanwhile } from '../theme/meanwhile.ts';

/** Above this many elements their extremes and mean are told a moment later, when the picture is there. */
const MANY = 2 ** 20;

export function drawFacts(document: Document, slice: TensorSlice): HTMLElement {
	const facts = element(document, 'p', { class: 'facts' });
	const show = (of: TensorSlice, known?: Statistics) => facts.replaceChildren(...factsOf(of, known).map(fact => element(document, 'span', {}, fact)));
	const { elements } = slice;
	if (elements === undefined || elements.length <= MANY) {
		show(slice);
		return facts;
	}
	show({ ...slice, elements: undefined });
	meanwhile(document, gathering(elements), () => facts.isConnected, known => show(slice, known));
	return facts;
}

function factsOf(slice: TensorSlice, known?: Statistics): readonly string[] {
	const [first = '', ...rest] = tensorFacts({ ...slice, known }).split(' · ');
	return [first, ...(slice.shape.length > 0 ? [`stride ${tupleRepr(slice.strides)}`] : []), ...rest];
}
