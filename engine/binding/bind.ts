/**
 * Joins the engine to Python: loads the kernels, gives Python its functions and takes its scratch buffer. Called once
 * in each process, after the interpreter is there (from a snapshot or not) and before user code runs.
 *
 * Every function takes and answers with numbers and strings, so that none is a road to more.
 */
import { loadKernels } from '../kernels/load.ts';
import { onPressure } from '../memory/allocator.ts';
import { guarded, takeError, type Answer } from './answer.ts';
import { rowOf, rowsBegin, rowsGradients, rowsNews, rowsOf, rowsType, rowsWrite, setOutlet } from './tensor-rows.ts';
import { autocast, autogradGrad, backward, clearAutocast, detachInPlace, gradMode } from './autograd-functions.ts';
import { call } from './call.ts';
import { setCallbacks, type Callbacks } from './callbacks.ts';
import { anomalyMode, depends, functionNode, functionSaved, node, nodeSaved, savedTensorsHooks } from './graph.ts';
import { release } from './handles.ts';
import { registerHook, registerNodeHook, registerPostAccumulateGradHook, removeHook, retainGrad } from './hooks.ts';
import { index, indexPut } from './indexing.ts';
import { legacyRandom } from './legacy-random.ts';
import { addFunctions } from './native.ts';
import { lbfgs, optimizerStep } from './optimizer.ts';
import { addNumpy } from './native-numpy.ts';
import { numpyGenerator } from './numpy-generator.ts';
import { numpySort } from './numpy-sort.ts';
import { numpySum } from './numpy-sum.ts';
import { arrayText, attentionBy, options } from './options.ts';
import type { PythonApi } from './python-objects.ts';
import { rowsAdd, rowsCount, rowsRead, rowsTake } from './python-rows.ts';
import { valuesOf } from './python-values.ts';
import { generator } from './random.ts';
import { setScratch, type PythonMemory } from './scratch.ts';
import { aliasOf, baseOf, copyStorage, defaultDtype, facts, grad, make, read, setData, setGrad, setRequiresGrad, shape, storageRead, stride, text, write } from './tensor-functions.ts';
import { addWatch, type Watch } from './watch.ts';

/** What is used of Pyodide. */
export interface PythonHost {
	readonly _module: PythonMemory & PythonApi;
	pyimport(name: string): unknown;
}

interface Buffer { getBuffer(kind: string): { readonly data: Uint8Array } }

/** A module of Python's, seen from here. */
interface Border extends Callbacks {
	bind(): Buffer;
	collect(): void;
}

/** The names are those of NAMES in engine/python/torch/_border.py. */
const FUNCTIONS: Readonly<Record<string, (...args: never[]) => Answer>> = {
	call, facts, shape, stride, text, read, write, make, base: baseOf, grad, set_grad: setGrad, set_requires_grad: setRequiresGrad, set_data: setData, retain_grad: retainGrad, register_hook: registerHook, remove_hook: removeHook,
	register_node_hook: registerNodeHook, register_post_accumulate_grad_hook: registerPostAccumulateGradHook, node_saved: nodeSaved, function_node: functionNode, function_saved: functionSaved,
	anomaly_mode: anomalyMode, saved_tensors_hooks: savedTensorsHooks, depends, autocast, clear_autocast: clearAutocast,
	detach_in_place: detachInPlace,
	rows_begin: rowsBegin, rows_type: rowsType, row_of: rowOf, rows_of: rowsOf, rows_gradients: rowsGradients, rows_news: rowsNews, rows_add: rowsAdd, rows_count: rowsCount, rows_take: rowsTake, rows_read: rowsRead, rows_write: rowsWrite,
	backward, autograd_grad: autogradGrad, node, grad_mode: gradMode, storage: copyStorage, storage_read: storageRead, optimizer_step: optimizerStep, lbfgs, generator,
	legacy_random: legacyRandom, default_dtype: defaultDtype, options, allow_attention: attentionBy, alias: aliasOf, index, index_put: indexPut, array_text: arrayText, numpy_sum: numpySum, numpy_sort: numpySort, numpy_generator: numpyGenerator,
	take_error: takeError,
	release: (...handles: number[]): Answer => {
		release(...handles);
		return undefined;
	},
};

/** Makes `import torch` work. `kernels`: the bytes of kernels.wasm. `write`: takes the frames of recordings. Where nothing is said there are none. */
export function bindEngine(python: PythonHost, kernels: Uint8Array<ArrayBuffer>, write?: (...pieces: readonly Uint8Array[]) => void): Watch {
	loadKernels(kernels);
	const border = python.pyimport('torch._border') as Border;
	const values = valuesOf(python._module), functions = new Map(Object.entries(FUNCTIONS).map(([name, body]) => [name, guarded(body)]));
	addFunctions(python._module, values, 'torch._border', functions);
	const watch = addWatch(python._module, values, 'torch._border', functions.get('call')!);
	addNumpy(python._module, values, 'torch._border');
	const { data } = border.bind().getBuffer('u8');
	setScratch(python._module, data.byteOffset);
	const collect = border.collect;
	onPressure(() => collect());
	const { run_hook, run_many, pack, unpack, forget, where, warn_anomaly } = border;
	setCallbacks({ run_hook, run_many, pack, unpack, forget, where, warn_anomaly });
	if (write !== undefined) setOutlet(pieces => write(...pieces));
	return watch;
}
