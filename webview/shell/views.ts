/** Which view draws which slice. */
import type { Slice } from '../../engine/slice/slice.ts';
import { averageView } from '../average/view.ts';
import { graphView } from '../graph/view.ts';
import { indexMapView } from '../index-map/view.ts';
import { optimizerView } from '../optimizer/view.ts';
import { productView } from '../product/view.ts';
import { storageView } from '../storage/view.ts';
import { tensorView } from '../tensor/view.ts';
import type { ViewContext } from '../view.ts';

export function drawView(slice: Slice, context: ViewContext): HTMLElement {
	switch (slice.kind) {
		case 'tensor': return tensorView(slice, context);
		case 'indexMap': return indexMapView(slice, context);
		case 'product': return productView(slice, context);
		case 'storage': return storageView(slice, context);
		case 'optimizer': return optimizerView(slice, context);
		case 'average': return averageView(slice, context);
		case 'graph': return graphView(slice, context);
	}
}
