import * as z from "zod/mini";
import { key32 } from "../../backend/protocol/ids.ts";

/** The most bytes of one file, as it travels. */
export const mostFileBytes = 2 * 1024 * 1024;
/** The most files that are handed over to be sent at once, and the most bytes of them: what a browser keeps until they are through. */
export const mostFilesAtOnce = 10;
export const mostBytesAtOnce = 4_500_000;
/** Bytes of a file in one message: all of its chunks but the last have so many, so that their number is no claim. */
export const chunkBytes = 12_000;
export const mostChunks = Math.ceil(mostFileBytes / chunkBytes);
/** The longest name of a file, in characters (UTF-16). */
export const mostNameCharacters = 120;
/** The longest side of a picture that is shown as one, in pixels. */
export const mostPixels = 4_096;

/** The longest voice note, in seconds. */
export const mostSeconds = 60;

/** What is shown as a picture: what browsers decode without running anything of it. */
const pictureTypes = ["image/webp", "image/jpeg", "image/png", "image/gif"] as const;

/** What is played as a voice note: what browsers write when they record one. */
const soundTypes = ["audio/webm", "audio/ogg", "audio/mp4"] as const;

/** What would lead somewhere, hide something or turn the direction of what stands around it. */
const unfitForNames = /[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]/u;

/** Whether a file may be called so: a name alone, no path, with nothing in it that can't be seen. */
export const isFileName = (name: string): boolean =>
	name.trim() === name && name.length <= mostNameCharacters && /[^.]/.test(name) && !unfitForNames.test(name);

/** The nearest name that a file may have. */
export function fileNameOf(name: string): string {
	const last = name.split(/[/\\]/).at(-1) ?? "";
	const clean = [...last]
		.filter((character) => !unfitForNames.test(character))
		.join("")
		.trim();
	const [, stem = clean, extension = ""] = /^(.*?)(\.[^.\s]{1,10})?$/u.exec(clean) ?? [];
	let short = "";
	for (const character of stem) {
		if (short.length + character.length + extension.length > mostNameCharacters) break;
		short += character;
	}
	const named = `${short}${extension}`.trim();
	return isFileName(named) ? named : "file";
}

const side = z.int().check(z.minimum(1), z.maximum(mostPixels));

/**
 * A file as its sender describes it: what it is called, how many bytes follow in messages of kind `chunk`, and what they
 * must come to. `picture` says that it is shown, and how large, and `sound` that it is played, and how long, where its
 * bytes are one; anything else is for saving alone.
 */
export const sharedFile = z
	.object({
		name: z.string().check(z.refine(isFileName)),
		bytes: z.int().check(z.minimum(1), z.maximum(mostFileBytes)),
		/** base64url of the SHA-256 of them all. */
		sha256: key32,
		picture: z.optional(z.object({ type: z.enum(pictureTypes), width: side, height: side })),
		sound: z.optional(
			z.object({ type: z.enum(soundTypes), seconds: z.int().check(z.minimum(1), z.maximum(mostSeconds)) }),
		),
	})
	.check(z.refine(({ picture, sound }) => picture === undefined || sound === undefined));
export type SharedFile = z.output<typeof sharedFile>;

/** What is said of a voice note beside its bytes. */
export type Sound = NonNullable<SharedFile["sound"]>;

/** One that is shown as a picture. */
export const sharedPicture = sharedFile.check(z.refine(({ picture }) => picture !== undefined));

/** A file as it is handed over to be sent: its hash is taken on the way. */
export type FileFacts = Omit<SharedFile, "sha256" | "bytes">;

/** Of anything that holds a file, that alone. */
export const fileOf = ({ name, bytes, sha256, picture, sound }: SharedFile): SharedFile => ({
	name,
	bytes,
	sha256,
	...(picture && { picture: { type: picture.type, width: picture.width, height: picture.height } }),
	...(sound && { sound: { type: sound.type, seconds: sound.seconds } }),
});

export const chunkCount = ({ bytes }: Pick<SharedFile, "bytes">): number => Math.ceil(bytes / chunkBytes);

/** Whether all of it is here, by how many of its chunks are. */
export const isWhole = (file: Pick<SharedFile, "bytes">, arrived = 0): boolean => arrived === chunkCount(file);

/** How many bytes chunk `index` of such a file has; 0: there is none. */
export const chunkLength = ({ bytes }: Pick<SharedFile, "bytes">, index: number): number =>
	Math.max(0, Math.min(chunkBytes, bytes - index * chunkBytes));
