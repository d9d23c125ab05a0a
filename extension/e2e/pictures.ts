import type { Page } from "puppeteer-core";

/** What the camera wrote into {@link photo}. */
export const camera = "SecretCam 3000";

/** A photo as cameras make them: a JPEG with the device and the place in it. Drawn in that page. */
export async function photo(page: Page, size = { width: 2_400, height: 1_600 }): Promise<Uint8Array> {
	const drawn = await page.evaluate(async ({ width, height }) => {
		const canvas = new OffscreenCanvas(width, height);
		const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
		for (let at = 0; at < 60; at++) {
			context.fillStyle = `hsl(${at * 37} 70% ${30 + (at % 5) * 10}%)`;
			context.fillRect((at * 397) % width, (at * 211) % height, width / 3, height / 4);
		}
		const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
		return [...new Uint8Array(await blob.arrayBuffer())];
	}, size);
	return Uint8Array.from([...drawn.slice(0, 2), ...exif(), ...drawn.slice(2)]);
}

/** An APP1 segment: the maker of the camera, and 52° 31′ N. */
function exif(): number[] {
	const make = [...`${camera}\0`].map((character) => character.charCodeAt(0));
	const makeAt = 8 + 2 + 2 * 12 + 4;
	const gpsAt = makeAt + make.length + (make.length % 2);
	const degreesAt = gpsAt + 2 + 2 * 12 + 4;
	const short = (value: number) => [value & 255, value >> 8];
	const long = (value: number) => [...short(value & 0xffff), ...short(value >> 16)];
	const field = (tag: number, type: number, count: number, value: number[]) => [
		...[...short(tag), ...short(type), ...long(count)],
		...[...value, 0, 0, 0].slice(0, 4),
	];
	const tiff = [
		...[0x49, 0x49, ...short(42), ...long(8)],
		...[...short(2), ...field(0x010f, 2, make.length, long(makeAt)), ...field(0x8825, 4, 1, long(gpsAt)), ...long(0)],
		...[...make, ...(make.length % 2 ? [0] : [])],
		...[...short(2), ...field(1, 2, 2, [0x4e, 0]), ...field(2, 5, 3, long(degreesAt)), ...long(0)],
		...[52, 1, 31, 1, 0, 1].flatMap(long),
	];
	const body = [...[0x45, 0x78, 0x69, 0x66, 0, 0], ...tiff];
	const length = body.length + 2;
	return [0xff, 0xe1, length >> 8, length & 255, ...body];
}
