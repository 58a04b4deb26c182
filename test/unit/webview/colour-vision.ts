/** How colours look to who is blind to one of three kinds of light, and how far apart two of them are. */
import { lab, rgb } from 'd3';

type Matrix = readonly (readonly [number, number, number])[];

/** Of linear RGB; Machado, Oliveira and Fernandes (2009), severity 1. */
export const VISIONS: Readonly<Record<string, Matrix>> = {
	trichromacy: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
	protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
	deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
	tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

export function seenBy(vision: string, color: string): string {
	const { r, g, b } = rgb(color);
	const linear = [r, g, b].map(channel => channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
	const [red, green, blue] = VISIONS[vision]!.map(row => {
		const light = Math.min(1, Math.max(0, row.reduce((sum, part, i) => sum + part * linear[i]!, 0)));
		return 255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
	});
	return rgb(red!, green!, blue!).formatRgb();
}

/** CIE76's ΔE: 2.3 is just noticed. */
export function distance(a: string, b: string): number {
	const [one, other] = [lab(a), lab(b)];
	return Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b);
}
