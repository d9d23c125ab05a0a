import { encodeBase64url } from "../../crypto/base64url.ts";

/** A lake in the evening, drawn here: as wide and high as `lake`. */
async function drawLake(): Promise<Blob> {
	const canvas = new OffscreenCanvas(lake.width, lake.height);
	const context = canvas.getContext("2d");
	if (!context) throw new Error("no canvas");
	const sky = context.createLinearGradient(0, 0, 0, lake.height);
	for (const [at, colour] of [
		[0, "#1d2a44"],
		[0.5, "#e8a765"],
		[0.52, "#39506e"],
		[1, "#141d30"],
	] as const) {
		sky.addColorStop(at, colour);
	}
	context.fillStyle = sky;
	context.fillRect(0, 0, lake.width, lake.height);
	context.fillStyle = "#ffe9b8";
	context.beginPath();
	context.arc(lake.width * 0.7, lake.height * 0.45, 40, 0, 7);
	context.fill();
	return canvas.convertToBlob({ type: "image/webp" });
}

export const lake = { type: "image/webp", width: 1200, height: 800 } as const;

export async function lakeFile(): Promise<File> {
	return new File([await drawLake()], "evening at the lake.webp", { type: lake.type });
}

export async function lakeBytes(): Promise<string> {
	return encodeBase64url(new Uint8Array(await (await drawLake()).arrayBuffer()));
}
