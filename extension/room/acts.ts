import * as z from "zod/mini";
import { messageId } from "../../backend/protocol/ids.ts";
import { isEmoji } from "./emoji.ts";

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

/** Something done to a message that stands in the log, `to` its id. An edit and an unsend count from its author alone. */
export const act = z.discriminatedUnion("kind", [reaction, edit, unsend]);
export type Act = z.output<typeof act>;

/** Of anything that holds an act, that alone. */
export function actOf(done: Act): Act {
	const { kind, to } = done;
	switch (kind) {
		case "reaction":
			return { kind, to, emoji: done.emoji, on: done.on };
		case "edit":
			return { kind, to, text: done.text };
		case "unsend":
			return { kind, to };
	}
}
