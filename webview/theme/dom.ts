/** Elements made from an injected document: no markup is ever parsed, so no text of a tensor can become HTML. */
export const SVG = 'http://www.w3.org/2000/svg';

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An HTML element; `true` is a bare attribute, `false` and undefined leave it out; strings become text. */
export function element<K extends keyof HTMLElementTagNameMap>(document: Document, name: K, attributes: Attributes = {}, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[K] {
	const node = document.createElement(name);
	setAttributes(node, attributes);
	node.append(...children);
	return node;
}

export function svg<K extends keyof SVGElementTagNameMap>(document: Document, name: K, attributes: Attributes = {}, ...children: readonly (Node | string)[]): SVGElementTagNameMap[K] {
	const node = document.createElementNS(SVG, name);
	setAttributes(node, attributes);
	node.append(...children);
	return node;
}

function setAttributes(node: Element, attributes: Attributes): void {
	for (const [name, value] of Object.entries(attributes)) {
		if (value === undefined || value === false) continue;
		node.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
	}
}

/** The line under a figure that says what is pointed at; read aloud when the keyboard moved, not for each twitch of a mouse. */
export interface Readout { readonly node: HTMLElement; show(text: string, by: 'pointer' | 'keyboard'): void; rest(): void }

export function createReadout(document: Document, hint: string): Readout {
	const node = element(document, 'output', { class: 'readout hint', 'aria-live': 'off' }, hint);
	return {
		node,
		show(text, by) {
			node.setAttribute('aria-live', by === 'keyboard' ? 'polite' : 'off');
			node.classList.remove('hint');
			node.textContent = text;
		},
		rest() {
			node.setAttribute('aria-live', 'off');
			node.classList.add('hint');
			node.textContent = hint;
		},
	};
}
