import * as z from "zod/mini";
import { messageId } from "../../backend/protocol/ids.ts";
import { isEmoji } from "./emoji.ts";
import { chunkBytes, mostChunks } from "./shared-file.ts";

/** The most characters (UTF-16) of a message. */
export const mostTextCharacters = 16_384;

/** With `on` the emoji of its sender stands beside the message, without it not any more. */
export const reaction = z.object({
	kind: z.literal("reaction"),
	to: messageId,
	emoji: z.string().check(z.refine(isEmoji)),
	on: z.boolean(),
});

/** Other words in place of those of the message. A page that goes with it stays; there is no edit to nothing. */
export const edit = z.object({
	kind: z.literal("edit"),
	to: messageId,
	text: z.string().check(z.minLength(1), z.maxLength(mostTextCharacters)),
});

/** The message is taken back: nothing of it stays but that it was there. */
export const unsend = z.object({ kind: z.literal("unsend"), to: messageId });

/** Its sender has looked at the picture that can be viewed once: it is sent before the picture is shown. */
export const viewed = z.object({ kind: z.literal("viewed"), to: messageId });

/** Some of the bytes of the file that the message announced. They count from its author alone. */
export const chunk = z.object({
	kind: z.literal("chunk"),
	to: messageId,
	index: z.int().check(z.minimum(0), z.maximum(mostChunks - 1)),
	bytes: z.instanceof(Uint8Array<ArrayBuffer>).check(z.refine(({ length }) => length > 0 && length <= chunkBytes)),
});
export type Chunk = z.output<typeof chunk>;

/**
 * Something done to a message that stands in the log, `to` its id. An edit and an unsend count from its author alone, a
 * view from everybody else.
 */
export const act = z.discriminatedUnion("kind", [reaction, edit, unsend, viewed]);
export type Act = z.output<typeof act>;

/** What follows a message and belongs to it: what somebody does to it, and the bytes of its file. */
export type Deed = Act | Chunk;

/** Of anything that holds an act, that alone. */
export function actOf(done: Act): Act {
	const { kind, to } = done;
	switch (kind) {
		case "reaction":
			return { kind, to, emoji: done.emoji, on: done.on };
		case "edit":
			return { kind, to, text: done.text };
		case "unsend":
		case "viewed":
			return { kind, to };
	}
}

/** Of anything that holds a chunk, that alone. */
export const chunkOf = ({ kind, to, index, bytes }: Chunk): Chunk => ({ kind, to, index, bytes });
