/** What is known of a tensor besides its values: the words of the hover's line, with the strides that a panel has room for. */
import { tensorFacts } from '../../engine/print/facts.ts';
import { gathering, type Statistics } from '../../engine/print/statistics.ts';
import { tupleRepr } from '../../engine/print/tensor-repr.ts';
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';
import { meanwhile } from '../theme/meanwhile.ts';
import type { ViewContext } from '../view.ts';

/** Above this many elements their extremes and mean are told a moment later, when the picture is there. */
const MANY = 2 ** 20;

/** Its node in the autograd graph leads to that graph. */
export function drawFacts(slice: TensorSlice, { document, strings, open }: Pick<ViewContext, 'document' | 'strings' | 'open'>): HTMLElement {
	const facts = element(document, 'p', { class: 'facts' });
	const graph = element(document, 'button', { type: 'button', class: 'link', title: strings.graphOpen, 'data-focus': 'graph' }, `grad_fn=<${slice.gradFn}>`);
	graph.addEventListener('click', () => open(`graph:${slice.ref}`));
	const show = (of: TensorSlice, known?: Statistics) => facts.replaceChildren(...factsOf(of, known).map(fact => fact === graph.textContent ? graph : element(document, 'span', {}, fact)));
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
