/** A small picture for each kind of view, drawn in the text's colour. */
import type { Slice } from '../../engine/slice/slice.ts';
import { svg } from '../theme/dom.ts';

const OUTLINES: Readonly<Record<Slice['kind'], string>> = {
	tensor: 'M2.5,2.5h11v11h-11zM6.2,2.5v11M9.8,2.5v11M2.5,6.2h11M2.5,9.8h11',
	indexMap: 'M1.5,2.5h4v4h-4zM10.5,9.5h4v4h-4zM5.5,4.5c4,0 1,7 5,7',
	product: 'M6.5,1.5h8v3.5h-8zM1.5,6.5h3.5v8h-3.5zM6.5,6.5h8v8h-8z',
	storage: 'M1.5,2h13v3.5h-13zM5.8,2v3.5M10.2,2v3.5M1.5,9h5.5v5h-5.5zM9,9h5.5v5h-5.5zM4,5.5v3.5M11.8,5.5v3.5',
	optimizer: 'M1.5,3l4,8l4,-5l2.5,4.5l2.5,-1.5M8,1.2',
	graph: 'M1.5,1.5h4.5v3.5h-4.5zM10,1.5h4.5v3.5h-4.5zM5.7,11h4.6v3.5h-4.6zM3.7,5l3.6,6M12.3,5l-3.6,6',
	average: 'M1.5,12c3,0 3,-9 6,-9s3,6 7,6M1.5,13.5c5,0 6,-7 13,-7',
};

export function icon(document: Document, kind: Slice['kind']): SVGSVGElement {
	return svg(document, 'svg', { class: 'icon', width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': true }, svg(document, 'path', { d: OUTLINES[kind] }));
}
