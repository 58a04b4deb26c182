/** A picture as a file: SVG that stands alone, with the colours that the theme gives it now, and PNG. */
import { element, SVG, svg } from './dom.ts';

/** What of an element's computed style its picture needs. */
const PROPERTIES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'opacity', 'visibility', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'];
/** Pixels of a PNG for each of the picture's. */
const FINER = 2;

export type Drawn = SVGSVGElement | HTMLCanvasElement;

/** Rejects where the browser can't make it. */
export async function pngBytes(drawn: Drawn, background: string): Promise<Uint8Array> {
	const canvas = drawn instanceof SVGSVGElement ? await painted(drawn, background) : drawn;
	const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
	if (blob === null) throw new Error('too large');
	return new Uint8Array(await blob.arrayBuffer());
}

export function svgText(drawn: Drawn, background: string): string {
	if (drawn instanceof SVGSVGElement) return standingAlone(drawn, background);
	const { width, height } = drawn.style;
	const picture = svg(drawn.ownerDocument, 'svg', { xmlns: SVG, width: parseFloat(width), height: parseFloat(height) },
		svg(drawn.ownerDocument, 'rect', { width: '100%', height: '100%', fill: background }),
		svg(drawn.ownerDocument, 'image', { width: '100%', height: '100%', href: drawn.toDataURL('image/png') }));
	return new XMLSerializer().serializeToString(picture);
}

function standingAlone(drawn: SVGSVGElement, background: string): string {
	const { defaultView: view } = drawn.ownerDocument;
	const copy = drawn.cloneNode(true) as SVGSVGElement;
	const originals = [drawn, ...drawn.querySelectorAll<SVGElement>('*')], copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
	for (const [i, original] of originals.entries()) {
		const style = view!.getComputedStyle(original);
		for (const name of PROPERTIES) copies[i]!.setAttribute(name, style.getPropertyValue(name));
		copies[i]!.removeAttribute('class');
	}
	copy.prepend(svg(drawn.ownerDocument, 'rect', { width: '100%', height: '100%', fill: background }));
	copy.setAttribute('xmlns', SVG);
	return new XMLSerializer().serializeToString(copy);
}

async function painted(drawn: SVGSVGElement, background: string): Promise<HTMLCanvasElement> {
	const { ownerDocument: document } = drawn;
	const [width, height] = [drawn.width.baseVal.value, drawn.height.baseVal.value];
	const image = element(document, 'img');
	image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standingAlone(drawn, background))}`;
	await image.decode();
	const canvas = element(document, 'canvas', { width: Math.ceil(width * FINER), height: Math.ceil(height * FINER) });
	canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
	return canvas;
}
