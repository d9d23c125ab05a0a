import * as z from "zod/mini";

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

/** What somebody wrote, and the page that goes with it: one of the two may be missing. */
export type Content = { text: string; page?: SharedPage | undefined };

/** What is inside a sealed message, after opening. `seen` and further kinds join this union; unknown fields are passed over. */
export const payload = z.discriminatedUnion("kind", [
	z
		.object({
			kind: z.literal("text"),
			text: z.string().check(z.maxLength(16_384)),
			page: z.optional(sharedPage),
		})
		.check(z.refine(({ text, page }) => text !== "" || page !== undefined)),
]);
export type Payload = z.output<typeof payload>;

/** The payload of a message that says this. */
export const textPayload = ({ text, page }: Content): Payload => ({
	kind: "text",
	text,
	...(page && { page: pageOf(page) }),
});

/** Of anything that holds a content, that alone. */
export const contentOf = ({ text, page }: Content): Content => (page ? { text, page: pageOf(page) } : { text });

const anyKind = z.object({ kind: z.string() });
const kinds: ReadonlySet<string> = new Set<Payload["kind"]>(["text"]);

/** A payload of a kind that a newer version made. */
export function isUnknownKind(value: unknown): boolean {
	const { data } = anyKind.safeParse(value);
	return data !== undefined && !kinds.has(data.kind);
}
