/**
 * Draws media/icon.png: a loupe over a tensor's heatmap. The cells are a smooth function of their place on D3's viridis
 * scale, as the panel draws them. `node scripts/icon.mjs` after a change here; the picture is kept in the repository.
 */
import path from 'node:path';
import { interpolateViridis } from 'd3';
import { browser } from './lib/browser.mjs';
import { openBrowser } from './lib/serve.mjs';
import { root } from './setup.mjs';

const SIZE = 256;
const CELLS = 6;
const MARGIN = 18;
const GAP = 3;
const LENS = { x: 148, y: 118, radius: 70, zoom: 1.75 };

const colour = (row, column) => {
	const x = column / (CELLS - 1) - 0.62;
	const y = row / (CELLS - 1) - 0.38;
	return interpolateViridis(0.12 + 0.83 * Math.exp(-3.2 * (x * x + y * y)) + 0.05 * Math.sin(5 * row + 3 * column));
};

const side = (SIZE - 2 * MARGIN) / CELLS;
const cells = Array.from({ length: CELLS * CELLS }, (_, i) => {
	const [row, column] = [Math.floor(i / CELLS), i % CELLS];
	return `<rect x="${MARGIN + column * side + GAP / 2}" y="${MARGIN + row * side + GAP / 2}" width="${side - GAP}" height="${side - GAP}" rx="4" fill="${colour(row, column)}"/>`;
}).join('');

const angle = Math.PI * 0.75;
const at = (distance) => `${LENS.x + Math.cos(angle) * distance} ${LENS.y + Math.sin(angle) * distance}`;
const handle = (width, stroke) => `<path d="M${at(LENS.radius + 2)}L${at(LENS.radius + 62)}" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round"/>`;

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}">
	<defs>
		<clipPath id="lens"><circle cx="${LENS.x}" cy="${LENS.y}" r="${LENS.radius}"/></clipPath>
		<radialGradient id="shine" cx="0.35" cy="0.25" r="0.8"><stop offset="0" stop-color="white" stop-opacity="0.35"/><stop offset="0.55" stop-color="white" stop-opacity="0"/></radialGradient>
		<linearGradient id="ground" x2="0" y2="1"><stop offset="0" stop-color="#232a3d"/><stop offset="1" stop-color="#141824"/></linearGradient>
	</defs>
	<rect width="${SIZE}" height="${SIZE}" rx="44" fill="url(#ground)"/>
	<g opacity="0.62">${cells}</g>
	${handle(34, '#141824')}${handle(20, '#f2f4f8')}
	<g clip-path="url(#lens)">
		<rect width="${SIZE}" height="${SIZE}" fill="#141824"/>
		<g transform="translate(${LENS.x} ${LENS.y}) scale(${LENS.zoom}) translate(${-LENS.x - 3} ${-LENS.y + 14})">${cells}</g>
		<circle cx="${LENS.x}" cy="${LENS.y}" r="${LENS.radius}" fill="url(#shine)"/>
	</g>
	<circle cx="${LENS.x}" cy="${LENS.y}" r="${LENS.radius}" fill="none" stroke="#141824" stroke-width="20"/>
	<circle cx="${LENS.x}" cy="${LENS.y}" r="${LENS.radius}" fill="none" stroke="#f2f4f8" stroke-width="11"/>
</svg>`;

const { page, close } = await openBrowser(await browser(root), { width: SIZE, height: SIZE });
await page.setContent(`<style>body { margin: 0; background: transparent } svg { display: block }</style>${svg}`);
await page.screenshot({ path: path.join(root, 'media/icon.png'), omitBackground: true });
await close();
