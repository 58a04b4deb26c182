/**
 * Every sentence of the views, in English; the `strings` message replaces them by the editor's language, key by key.
 * `{0}`, `{1}` are filled in by `fill`, as in VS Code's `l10n.t`. PyTorch's own words (dtype, grad_fn, lr …) are not
 * translated and are not here.
 */
export const ENGLISH = {
	contents: 'What the run has to show',
	empty: 'Nothing to show yet. Run a snippet, and its tensors, index maps, optimizer steps and averages appear here.',
	choose: 'Choose something from the list.',
	loading: 'Loading {0}…',
	kindTensor: 'tensor',
	kindIndexMap: 'index map',
	kindProduct: 'product',
	kindOptimizer: 'optimizer',
	kindAverage: 'average',
	line: 'line {0}',
	oneStep: '1 step',
	stepsCount: '{0} steps',
	oneUpdate: '1 update',
	updatesCount: '{0} updates',
	revealLine: 'Show line {0} in the editor',

	copyValue: 'Copy value',
	copyText: 'Copy as text',
	copied: 'Copied.',
	asText: 'Values as text',
	noElements: 'no elements',
	leadingAxis: 'axis {0}',
	tensorKeys: '{0}, {1}. Arrow keys move from cell to cell, Home and End along the row, Page Up and Page Down along the column.',
	block: '{0} cells, from {1} to {2}',
	blockSize: 'One square stands for {0} × {1} cells and has the colour of their mean.',
	summaryBlocks: 'One square stands for {0} × {1} elements and has the colour of their mean.',
	blockMean: '{0} elements, mean {1}, from {2} to {3}',
	rowsOfAll: 'rows',
	notANumber: 'not a number',
	missing: 'not recorded',
	hoverHint: 'Point at a cell, or move with the arrow keys.',

	source: 'source',
	index: 'index',
	output: 'output',
	rule: 'Rule',
	gridKeys: '{0}, {1}. Arrow keys move from cell to cell and show where each comes from or goes to.',
	takenTimes: 'taken {0} times',
	takenOnce: 'taken once',
	neverTaken: 'never taken',
	writtenTimes: 'written {0} times, the last stays',
	writtenOnce: 'written once',
	addedUp: '{0} are added to it',
	keptAsBefore: 'kept as it was',
	chooses: 'chooses',
	outOfRange: 'index {0} is out of bounds for dimension {1} with size {2}',
	legendRepeated: 'taken more than once',
	legendNever: 'never taken',
	legendAdded: 'added up',
	legendOverwritten: 'written more than once',
	legendKept: 'kept as it was',
	legendOutOfRange: 'out of bounds',
	mapCut: 'Only the first {0} rows and columns of each grid are drawn.',
	mapHint: 'Point at a cell of any of the three, or move with the arrow keys.',

	productChosen: '{0} of {1}-D and {2}-D: {3}',
	productStretched: 'Dashed: a dimension of size 1, or one that isn\'t there, stretches; the cell is the same.',
	goesInto: 'goes into {1} cells: {0}',
	goesIntoOne: 'goes into {0}',
	goesNowhere: 'goes nowhere',

	step: 'step',
	stepOf: 'step {0} of {1}',
	play: 'Play',
	pause: 'Pause',
	loss: 'loss',
	horizontal: 'across',
	vertical: 'up',
	element: 'element',
	before: 'before',
	after: 'after',
	term: 'term',
	formula: 'formula',
	start: 'start',
	contoursOfLoss: 'loss',
	contoursWithWeightDecay: 'loss + λ/2·‖θ‖²',
	surfacePending: 'The loss surface is being computed; the path alone is drawn.',
	surfaceOther: 'The loss surface for this pair is being computed; the path alone is drawn.',
	surfaceBranch: 'The surface is that of the branch taken at line {0}.',
	surfaceRest: 'All other parameters are as at the last step.',
	surfaceNoBackward: 'There is no loss surface: no backward call led to these steps.',
	surfaceOneNumber: 'There is no loss surface: the optimizer has a single number, and a surface needs two.',
	surfaceDtype: 'There is no loss surface: a parameter or the loss is neither float32 nor float64.',
	surfaceOverBudget: 'There is no loss surface: a tensor that the loss needs is larger than the recording\'s limit.',
	surfaceIndependent: 'There is no loss surface: the loss does not depend on the parameters.',
	surfaceOperand: 'There is no loss surface: the loss needs a {0}, which replay does not take.',
	surfaceRandom: 'There is no loss surface: `{0}` at line {1} draws random numbers.',
	surfaceUnsupported: 'There is no loss surface: `{0}` at line {1} can\'t be replayed.',
	surfaceNotScalar: 'There is no loss surface: the loss is not a scalar.',
	surfaceDisagrees: 'There is no loss surface: replay gives {0} where the program had {1}, so the loss depends on something that was not recorded.',
	notReproduced: 'The terms do not reproduce the recorded values of this step to the last bit.',
	vectorsChained: 'Arrows: the terms end to end, to scale; together they are the update.',
	vectorsUpdateOnly: 'Arrow: the update, to scale. The terms of this optimizer do not add up to it.',
	pathLabel: 'Path of {0} and {1} over {2} steps. Left and right arrow keys change the step.',
	optimizerHint: 'Point at the path, drag the slider, or use the left and right arrow keys.',

	weight: 'weight',
	shadow: 'average',
	decay: 'decay',
	parameter: 'parameter',
	averageLabel: '{0} and its average over {1} updates. Left and right arrow keys change the update.',
	update: 'update',
	updateOf: 'update {0} of {1}',
	averageReproduced: 'Every update was checked against the recorded values, bit for bit.',
	averageNotReproduced: 'The formula does not reproduce every recorded value to the last bit.',
	averageHint: 'Point at the curves, or use the left and right arrow keys.',

	surfaceNotComputed: 'The trace in this page holds no loss surface for this pair; the path alone is drawn.',
	reportNoTrace: 'This page has no trace in it.',
	reportBroken: 'The trace in this page cannot be read: {0}',
} as const;

export type Strings = Readonly<Record<keyof typeof ENGLISH, string>>;

/** English where the message has no word of its own; unknown keys are ignored. */
export function withDefaults(strings: Readonly<Record<string, string>>): Strings {
	return Object.fromEntries(Object.entries(ENGLISH).map(([key, english]) => [key, strings[key] ?? english])) as Strings;
}

/** 'step {0} of {1}' with its places filled. */
export function fill(pattern: string, ...values: readonly (string | number)[]): string {
	return pattern.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
