import type { Bytes } from "../../crypto/bytes.ts";
import { type FileFacts, fileNameOf, mostFileBytes, mostPixels } from "../../room/shared-file.ts";
import { animationOf } from "./gif.ts";

/** A file as it will go. */
export type PreparedFile = { facts: FileFacts; bytes: Bytes };

/** Why it can't go. */
export type FileRefusal = "empty" | "too-large" | "unreadable";

/** The longest side of a picture that is sent, in pixels. */
const longestSide = 1_600;
/** A picture that takes more is drawn smaller or coarser, in these steps. */
const mostPictureBytes = 768 * 1024;
const steps = [
	{ side: longestSide, quality: 0.82 },
	{ side: longestSide, quality: 0.6 },
	{ side: 1_000, quality: 0.6 },
] as const;
/** Drawings are no pictures here: they can run. */
const isPicture = (file: File) => file.type.startsWith("image/") && file.type !== "image/svg+xml";

/**
 * Makes of a file what is sent. A picture is drawn anew, at most 1600 pixels wide and high: what a camera wrote beside
 * it (place, time, device) is not in what comes out, and one that can't be drawn is refused. Other files go as they are.
 */
export async function prepareFile(file: File): Promise<PreparedFile | FileRefusal> {
	if (file.size === 0) return "empty";
	if (isPicture(file)) return preparePicture(file);
	if (file.size > mostFileBytes) return "too-large";
	return { facts: { name: fileNameOf(file.name) }, bytes: await bytesOf(file) };
}

async function preparePicture(file: File): Promise<PreparedFile | FileRefusal> {
	let drawing: ImageBitmap;
	try {
		drawing = await createImageBitmap(file);
	} catch {
		return "unreadable";
	}
	try {
		const { width, height } = drawing;
		const isMoving = file.type === "image/gif" && file.size <= mostFileBytes && Math.max(width, height) <= mostPixels;
		const animation = isMoving ? animationOf(await bytesOf(file)) : null;
		if (animation) {
			return {
				facts: { name: fileNameOf(file.name), picture: { type: "image/gif", width, height } },
				bytes: animation,
			};
		}
		for (const step of steps) {
			const { blob, ...size } = await draw(drawing, step.side, step.quality);
			if (blob.size > mostPictureBytes && step !== steps.at(-1)) continue;
			if (blob.size > mostFileBytes) break;
			const type = blob.type === "image/webp" ? "image/webp" : "image/jpeg";
			const stem = file.name.replace(/\.[^.]*$/, "");
			const name = fileNameOf(`${stem || "picture"}.${type === "image/webp" ? "webp" : "jpg"}`);
			return { facts: { name, picture: { type, ...size } }, bytes: await bytesOf(blob) };
		}
		return "too-large";
	} finally {
		drawing.close();
	}
}

async function draw(drawing: ImageBitmap, longest: number, quality: number) {
	const scale = Math.min(1, longest / Math.max(drawing.width, drawing.height));
	const width = Math.max(1, Math.round(drawing.width * scale));
	const height = Math.max(1, Math.round(drawing.height * scale));
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext("2d");
	if (!context) throw new Error("no canvas here");
	context.imageSmoothingQuality = "high";
	context.drawImage(drawing, 0, 0, width, height);
	const webp = await canvas.convertToBlob({ type: "image/webp", quality });
	if (webp.type === "image/webp") return { blob: webp, width, height };
	// This browser writes no WebP. JPEG knows nothing that can be seen through: it stands on white.
	context.globalCompositeOperation = "destination-over";
	context.fillStyle = "white";
	context.fillRect(0, 0, width, height);
	return { blob: await canvas.convertToBlob({ type: "image/jpeg", quality }), width, height };
}

const bytesOf = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer());
