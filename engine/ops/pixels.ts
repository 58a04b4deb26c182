/**
 * Family: images whose channels are rearranged: into pixels, back, and among groups.
 */
import { runtimeError, shapeText } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { laidOutAs } from './format.ts';
import { EXACT, noDerivative, operator, type Operator } from './operator.ts';

function requireImage(name: string, what: string, self: Tensor, factor: number): void {
	if (self.ndim < 3) {
		throw runtimeError(`${name} expects input to have at least 3 dimensions, but got input with ${self.ndim} dimension(s)`);
	}
	if (factor <= 0) {
		throw runtimeError(`${name} expects a positive ${what}, but got ${factor}`);
	}
}

/** The image with its last dimensions taken apart, in another order, and put together; `order` counts them from the first that is taken apart. */
function rearranged(self: Tensor, apart: readonly number[], order: readonly number[], together: readonly number[]): Tensor {
	const lead = self.shape.slice(0, -3);
	const split = call('reshape', self, [...lead, ...apart]);
	const turned = call('permute', split, [...lead.map((_, d) => d), ...order.map(d => d + lead.length)]);
	return laidOutAs(call('reshape', call('clone', turned, 'contiguous_format'), [...lead, ...together]), self);
}

function shuffled(self: Tensor, factor: number): Tensor {
	requireImage('pixel_shuffle', 'upscale_factor', self, factor);
	const [channels, height, width] = self.shape.slice(-3) as [number, number, number];
	if (channels % (factor * factor) !== 0) {
		throw runtimeError(`pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${channels} is not divisible by ${factor * factor}`);
	}
	const own = channels / factor ** 2;
	return rearranged(self, [own, factor, factor, height, width], [0, 3, 1, 4, 2], [own, height * factor, width * factor]);
}

function unshuffled(self: Tensor, factor: number): Tensor {
	requireImage('pixel_unshuffle', 'downscale_factor', self, factor);
	const [channels, height, width] = self.shape.slice(-3) as [number, number, number];
	for (const [name, size, dim] of [['height', height, -2], ['width', width, -1]] as const) {
		if (size % factor !== 0) {
			throw runtimeError(`pixel_unshuffle expects ${name} to be divisible by downscale_factor, but input.size(${dim})=${size} is not divisible by ${factor}`);
		}
	}
	return rearranged(self, [channels, height / factor, factor, width / factor, factor], [0, 2, 4, 1, 3], [channels * factor ** 2, height / factor, width / factor]);
}

function channelShuffled(self: Tensor, groups: number): Tensor {
	if (self.ndim <= 2) {
		throw runtimeError(`channel_shuffle expects input with > 2 dims, but got input with sizes ${shapeText(self.shape)}`);
	}
	const channels = self.shape[1]!;
	if (groups <= 0) {
		throw runtimeError(`Number of groups to divide channels in must be positive. Value of groups:${groups}`);
	}
	if (channels % groups !== 0) {
		throw runtimeError(`Number of channels must be divisible by groups. Got ${channels} channels and ${groups} groups.`);
	}
	const apart = call('reshape', self, [self.shape[0]!, groups, channels / groups, ...self.shape.slice(2)]);
	return laidOutAs(call('reshape', call('clone', call('transpose', apart, 1, 2), 'contiguous_format'), self.shape), self);
}

export const PIXELS: readonly Operator[] = [
	operator({ name: 'pixel_shuffle', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'pixel_shuffle(Tensor self, int upscale_factor) -> Tensor',
		run: shuffled,
		backward: { node: 'PixelShuffleBackward0', inputs: { self: { gradient: (grad, saved) => call('pixel_unshuffle', grad, saved.value<number>('upscale_factor')) } } },
	}] }),
	operator({ name: 'pixel_unshuffle', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor',
		run: unshuffled,
		backward: { node: 'PixelUnshuffleBackward0', inputs: { self: { gradient: (grad, saved) => call('pixel_shuffle', grad, saved.value<number>('downscale_factor')) } } },
	}] }),
	operator({ name: 'channel_shuffle', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'channel_shuffle(Tensor self, int groups) -> Tensor',
		run: channelShuffled,
		backward: { node: 'ChannelShuffleBackward0', inputs: { self: { gradient: (grad, saved) => call('channel_shuffle', grad, saved.shape('self')[1]! / saved.value<number>('groups')) } } },
	}] }),
	operator({ name: 'native_channel_shuffle', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'native_channel_shuffle(Tensor self, int groups) -> Tensor',
		run: channelShuffled,
		backward: noDerivative('native_channel_shuffle', 'self'),
	}] }),
];
