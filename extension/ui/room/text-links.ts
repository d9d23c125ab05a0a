import { find } from "linkifyjs";

type Plain = { type: "plain"; source: string };
type Link = { type: "link"; source: string; href: string; words: string | null };

/** `[words](address)`. Bounded, so that a text of brackets alone takes no quadratic time. */
const worded =
	/\[([^[\]\n]{1,300})\]\((https?:\/\/[^\s()<>"]{1,2000}(?:\([^\s()<>"]{0,200}\)[^\s()<>"]{0,200}){0,4})\)/gi;

/** Splits text into plain text and links to http or https. */
export function parseLinks(text: string): (Plain | Link)[] {
	const parts: (Plain | Link)[] = [];
	let from = 0;
	for (const match of text.matchAll(worded)) {
		const [source, words = "", address = ""] = match;
		const href = safeHref(address);
		if (href === null || words.trim() === "") continue;
		parts.push(...bareLinks(text.slice(from, match.index)));
		parts.push({ type: "link", source, href, words });
		from = match.index + source.length;
	}
	parts.push(...bareLinks(text.slice(from)));
	return parts;
}

function bareLinks(text: string): (Plain | Link)[] {
	const parts: (Plain | Link)[] = [];
	let from = 0;
	for (const { start, end } of find(text, "url")) {
		// No address holds these: what follows is markup or a quotation around it. Nor does one end with a mark of ours.
		const source = (/^[^<>"]*/.exec(text.slice(start, end))?.[0] ?? "").replace(/[*_~]{1,4}$/, "");
		const href = safeHref(source);
		if (href === null) continue;
		if (start > from) parts.push({ type: "plain", source: text.slice(from, start) });
		parts.push({ type: "link", source, href, words: null });
		from = start + source.length;
	}
	if (from < text.length) parts.push({ type: "plain", source: text.slice(from) });
	return parts;
}

/**
 * Where a link goes, or null when it is better read as text: anything but http(s); `user@host`, which hides the host;
 * and a bare `notes.md` or `main.rs`, which is more often a file than a place.
 */
function safeHref(source: string): string | null {
	const hasScheme = /^[a-z][a-z0-9+.-]*:/i.test(source) && !/^[^/:]+:\d/.test(source);
	if (!hasScheme && !/^www\.|\//i.test(source)) return null;
	const url = URL.parse(hasScheme ? source : `https://${source}`);
	if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
	return url.username || url.password ? null : url.href;
}

/**
 * The host that a link leads to, where its words don't say so by themselves: words that stand for an address, and an
 * address written with letters that look like others. Null: what is read there is where it leads.
 */
export function hiddenHost({ source, href, words }: Omit<Link, "type">): string | null {
	const { host } = new URL(href);
	const written = source.toLowerCase().replace(/^https?:\/\//, "");
	return words === null && written.startsWith(host) ? null : host;
}
