import type { Content } from "../../room/payload.ts";

/** A message as text alone, to be pasted anywhere: what was written, the words of the page, its address. */
export function plainText({ text, page }: Content): string {
	if (!page) return text;
	const { title, quote, url } = page;
	const about = [title, quote && `“${quote}”`, url].filter(Boolean).join("\n");
	return text === "" ? about : `${text}\n\n${about}`;
}
