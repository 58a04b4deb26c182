/** Buttons by which a tensor is copied and saved. */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import type { Elements } from '../../engine/trace/model.ts';
import { element } from '../theme/dom.ts';
import { pngBytes, svgText } from '../theme/image.ts';
import type { ViewContext } from '../view.ts';
import type { Figure } from './figure.ts';
import { csvText, MOST_AS_TEXT, npyBytes, numpyText } from './formats.ts';
import { tensorText } from './text.ts';

/** `figure`: that which is shown when a button is pressed. */
export function exportButtons(slice: TensorSlice, elements: Elements, figure: () => Figure, context: ViewContext): HTMLElement {
	const { document, strings, theme } = context;
	const button = (text: string, label: string, key: string, act: () => void, isPossible = true) => {
		const node = element(document, 'button', { type: 'button', 'aria-label': label, title: isPossible ? label : strings.tooLargeToCopy, 'data-focus': key, disabled: !isPossible }, text);
		node.addEventListener('click', act);
		return node;
	};
	const name = (ending: string) => `${slice.title.replace(/[^\p{L}\p{N}_.-]+/gu, '_').replace(/^[_.]+|[_.]+$/g, '') || 'tensor'}.${ending}`;
	const isText = elements.length <= MOST_AS_TEXT;
	const encoder = new TextEncoder();
	return element(document, 'div', { class: 'buttons' },
		element(document, 'span', { class: 'group', role: 'group', 'aria-label': strings.copy }, element(document, 'span', { class: 'quiet' }, strings.copy),
			button(strings.value, strings.copyValue, 'copy-value', () => context.copy(figure().value())),
			button(strings.text, strings.copyText, 'copy-text', () => context.copy(tensorText(slice, elements))),
			button('NumPy', strings.copyNumPy, 'copy-numpy', () => context.copy(numpyText(slice, elements)), isText),
			button('CSV', strings.copyCsv, 'copy-csv', () => context.copy(csvText(figure().plane, elements, slice.dtype)), isText)),
		element(document, 'span', { class: 'group', role: 'group', 'aria-label': strings.saveAs }, element(document, 'span', { class: 'quiet' }, strings.saveAs),
			button('SVG', strings.saveSvg, 'save-svg', () => context.save(name('svg'), encoder.encode(svgText(figure().drawn(), theme.background)))),
			button('PNG', strings.savePng, 'save-png', () => void pngBytes(figure().drawn(), theme.background).then(bytes => context.save(name('png'), bytes), () => context.say(strings.notSaved))),
			button('.npy', strings.saveNpy, 'save-npy', () => context.save(name('npy'), npyBytes(slice, elements)))));
}
