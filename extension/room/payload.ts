import * as z from "zod/mini";

/** What is inside a sealed message, after opening. `seen` and further kinds join this union. */
export const payload = z.discriminatedUnion("kind", [
	z.object({ kind: z.literal("text"), text: z.string().check(z.minLength(1), z.maxLength(16_384)) }),
]);
export type Payload = z.output<typeof payload>;

const anyKind = z.object({ kind: z.string() });
const kinds: ReadonlySet<string> = new Set<Payload["kind"]>(["text"]);

/** A payload of a kind that a newer version made. */
export function isUnknownKind(value: unknown): boolean {
	const { data } = anyKind.safeParse(value);
	return data !== undefined && !kinds.has(data.kind);
}
