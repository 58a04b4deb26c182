/**
 * `npm run gallery`: every view on the stored slices as one page, dist-test/gallery.html, with the editor's four
 * themes to choose from. gallery.test.ts compares what the page draws with the pictures that are stored here.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { workers } from '../../../scripts/lib/workers.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const stored = path.join(root, 'test/ui/stored');

/** The page, needing nothing else. */
export async function galleryHtml() {
	const shared = { absWorkingDir: root, bundle: true, write: false, minify: true, platform: 'browser', target: 'chrome130', logLevel: 'silent', plugins: [workers] };
	const script = await build({ ...shared, entryPoints: ['test/ui/gallery/page.ts'], format: 'iife' });
	const style = await build({ ...shared, entryPoints: ['test/ui/gallery/page.css'] });
	const slices = Object.fromEntries(readdirSync(stored).filter((name) => name.endsWith('.json')).map((name) => [path.basename(name, '.json'), JSON.parse(readFileSync(path.join(stored, name), 'utf8'))]));
	const themes = readFileSync(path.join(root, 'test/ui/fixtures/themes.json'), 'utf8');
	const data = (id, text) => `<script type="application/json" id="${id}">${text.replaceAll('<', '\\u003c')}</script>`;
	return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Tensor Loupe: gallery</title>
<style>${style.outputFiles[0].text}</style></head><body><div id="gallery"></div>
${data('slices', JSON.stringify(slices))}${data('themes', themes)}
<script>${script.outputFiles[0].text.replaceAll('</script', '<\\/script')}</script></body></html>`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const file = path.join(root, 'dist-test', 'gallery.html');
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, await galleryHtml());
	console.log(`gallery: ${file}`);
}
