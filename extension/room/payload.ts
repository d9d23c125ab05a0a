import * as z from "zod/mini";
import { cursor, key32, memberId, messageId } from "../../backend/protocol/ids.ts";
import { limits } from "../../backend/protocol/limits.ts";
import { handshakeEpoch } from "../crypto/seal.ts";
import { wrapCharacters } from "../crypto/sender-key.ts";
import {
	type Act,
	actOf,
	type Chunk,
	chunk,
	chunkOf,
	edit,
	mostTextCharacters,
	reaction,
	unsend,
	viewed,
} from "./acts.ts";
import { fileOf, type SharedFile, sharedFile, sharedPicture } from "./shared-file.ts";

/** What the sender had been shown when it sealed the message: every message tells, so that receivers can compare. */
export const seen = z.object({ cursor, digest: key32 });
export type Seen = z.output<typeof seen>;

/** The longest there is: a message must fit whatever its sender will have seen by the time it is sealed. */
export const widestSeen: Seen = { cursor: `${"9".repeat(15)}-${"9".repeat(10)}`, digest: "A".repeat(43) };

/** The most of a page that goes with a message, in characters (UTF-16): with a title and an address of these lengths, and a text beside them, it fits a message. */
export const pageLimits = { url: 2_048, title: 300, quote: 2_000 } as const;

/**
 * Whether a card may lead there: http(s) alone, and no user name or password, which hide where it leads.
 * What a browser would mend in silence (white space, line ends) is no address either.
 */
export function isWebAddress(text: string): boolean {
	if (/[\s\\]/.test(text) || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
	const { username, password } = new URL(text);
	return username === "" && password === "";
}

/**
 * A page as its sender describes it: nobody who reads it asks the page whether that is so. An empty title stands for
 * none. `quote`: the words of it that are meant; the address may lead to them by a text fragment.
 */
export const sharedPage = z.object({
	url: z.string().check(z.maxLength(pageLimits.url), z.refine(isWebAddress)),
	title: z.string().check(z.maxLength(pageLimits.title)),
	quote: z.optional(z.string().check(z.minLength(1), z.maxLength(pageLimits.quote))),
});
export type SharedPage = z.output<typeof sharedPage>;

/** Of anything that holds a page, that alone. */
export const pageOf = ({ url, title, quote }: SharedPage): SharedPage => ({ url, title, ...(quote && { quote }) });

/** How long a message may be given to live, in seconds, counted from when the server took it. */
export const lifeLimits = { least: 10, most: 86_400 } as const;

/**
 * What somebody wrote, the page or the file that goes with it (the words may be missing then, and there are never
 * both), which message it answers, after how many seconds it goes (missing: with the room), and the memberIds of those
 * whom the text names as "@Quiet Heron". `once`: the file is a picture that each of the others may view once.
 */
export type Content = {
	text: string;
	page?: SharedPage | undefined;
	file?: SharedFile | undefined;
	once?: true | undefined;
	replyTo?: string | undefined;
	goesAfter?: number | undefined;
	mentions?: string[] | undefined;
};

/** What a member says in one message: something new, or an act upon what was said. */
export type Said = (Content & { act?: undefined }) | ({ act: Act } & { [Part in keyof Content]?: undefined });

/** What is sealed for the others: what a member says, or some bytes of a file. */
export type Sealable = Said | { act: Chunk };

const goesAfter = z.optional(z.int().check(z.minimum(lifeLimits.least), z.maximum(lifeLimits.most)));

const mentions = z.optional(z.array(memberId).check(z.minLength(1), z.maxLength(limits.capacity.most)));

/** What every message may hold, whatever goes with its words. */
const words = {
	text: z.string().check(z.maxLength(mostTextCharacters)),
	replyTo: z.optional(messageId),
	goesAfter,
	mentions,
	seen: z.optional(seen),
};

/** What is inside a sealed message, after opening. `seen` and further kinds join this union; unknown fields are passed over. */
export const payload = z.discriminatedUnion("kind", [
	z
		.object({
			kind: z.literal("text"),
			page: z.optional(sharedPage),
			...words,
		})
		.check(z.refine(({ text, page }) => text !== "" || page !== undefined)),
	z.object({ kind: z.literal("file"), file: sharedFile, ...words }),
	// A kind of its own: who does not know it shows nothing of the picture.
	z.object({ kind: z.literal("once"), file: sharedPicture, ...words }),
	z.extend(chunk, { seen: z.optional(seen) }),
	z.extend(reaction, { seen: z.optional(seen) }),
	z.extend(edit, { seen: z.optional(seen) }),
	z.extend(unsend, { seen: z.optional(seen) }),
	z.extend(viewed, { seen: z.optional(seen) }),
]);
export type Payload = z.output<typeof payload>;

/** Of anything that holds a content, that alone. */
export const contentOf = ({ text, page, file, once, replyTo, goesAfter, mentions }: Content): Content => ({
	text,
	...(page && { page: pageOf(page) }),
	...(file && { file: fileOf(file) }),
	...(once && { once }),
	...(replyTo !== undefined && { replyTo }),
	...(goesAfter !== undefined && { goesAfter }),
	...(mentions !== undefined && mentions.length > 0 && { mentions: [...mentions] }),
});

/** Of anything that holds what is said, that alone. */
export const saidOf = (said: Said): Said => (said.act ? { act: actOf(said.act) } : contentOf(said));

/** The payload of a message that says this. */
export function payloadOf(said: Sealable): Payload {
	if (said.act) return said.act.kind === "chunk" ? chunkOf(said.act) : actOf(said.act);
	const { file, once, page, ...words } = contentOf(said);
	if (!file) return { kind: "text", ...words, ...(page && { page }) };
	return { kind: once ? "once" : "file", file, ...words };
}

/** What the member says whose message this payload was in. */
export function saidIn(read: Payload): Sealable {
	switch (read.kind) {
		case "text":
		case "file":
			return contentOf(read);
		case "once":
			return contentOf({ ...read, once: true });
		case "chunk":
			return { act: chunkOf(read) };
		default:
			return { act: actOf(read) };
	}
}

const anyKind = z.object({ kind: z.string() });
const kinds: ReadonlySet<string> = new Set<Payload["kind"]>([
	"text",
	"file",
	"once",
	"chunk",
	"reaction",
	"edit",
	"unsend",
	"viewed",
]);

/** A payload of a kind that a newer version made. */
export function isUnknownKind(value: unknown): boolean {
	const { data } = anyKind.safeParse(value);
	return data !== undefined && !kinds.has(data.kind);
}

/** A member's sender key of one epoch, wrapped for others: pairs of memberId and box. */
export const handover = z.object({
	kind: z.literal("keys"),
	epoch: z.int().check(z.minimum(1), z.maximum(handshakeEpoch - 1)),
	wraps: z
		.array(z.tuple([memberId, z.string().check(z.length(wrapCharacters), z.regex(/^[A-Za-z0-9_-]*$/))]))
		.check(z.minLength(1), z.maxLength(limits.capacity.most)),
	seen: z.optional(seen),
});
export type Handover = z.output<typeof handover>;
