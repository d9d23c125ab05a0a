import { pageLimits } from "./payload.ts";
import type { DraftPage } from "./state.ts";
import { wellFormed, withTextDirective } from "./text-fragment.ts";

/** What a browser tells of that which somebody wants to share; undefined where it may not tell. */
export type Found =
	| { what: "page"; url: string | undefined; title: string | undefined }
	| { what: "selection"; url: string | undefined; title: string | undefined; text: string }
	| { what: "link"; url: string | undefined; text: string | undefined }
	| { what: "image"; url: string | undefined };

/**
 * Why there is no card of it. `page-not-web`, `link-not-web`, `image-not-web`: no address that others could open
 * (`javascript:`, `data:`, `blob:`, `file:`, the browser's own). `room-page`: it is a room. `page-unknown`: the browser
 * does not say what is in that tab.
 */
export type CardRefusal = "page-not-web" | "link-not-web" | "image-not-web" | "room-page" | "too-long" | "page-unknown";

/** Whether an address is that of a room, on whatever server: what stands behind its # opens the room. */
export const isRoomAddress = (address: URL): boolean => /^\/r\/[A-Za-z][A-Za-z0-9_-]{21}\/?$/.test(address.pathname);

/**
 * The card of what was found, to be looked at and changed before it goes. A room is never shared as a page, because its
 * address opens it; its link goes where somebody chose the very link. Nothing is asked of anybody: all comes from `found`.
 */
export function pageCard(found: Found): DraftPage | CardRefusal {
	if (found.url === undefined) return "page-unknown";
	const address = webAddress(found.url);
	if (address === null)
		return found.what === "link" || found.what === "image" ? `${found.what}-not-web` : "page-not-web";
	switch (found.what) {
		case "page":
			return isRoomAddress(address) ? "room-page" : card([address], titleOf(found.title, address));
		case "selection": {
			if (isRoomAddress(address)) return "room-page";
			const whole = cleanQuote(found.text);
			const quote = shorten(whole, pageLimits.quote);
			const made = card([withTextDirective(address, found.text), address], titleOf(found.title, address));
			if (typeof made === "string" || quote === "") return made;
			return { ...made, quote, ...(quote !== whole && { shortened: true }) };
		}
		case "link":
			return card([address], titleOf(found.text, address));
		case "image":
			return card([address], shortTitle(fileName(address)));
	}
}

/** Http(s), and without the user name and password that somebody's own address may hold. */
function webAddress(text: string): URL | null {
	if (!URL.canParse(text)) return null;
	const address = new URL(text);
	if (address.protocol !== "http:" && address.protocol !== "https:") return null;
	address.username = "";
	address.password = "";
	return address;
}

/** With the first of the addresses that is short enough. */
function card(addresses: URL[], title: string): DraftPage | CardRefusal {
	// Behind the path an address may hold this sign, which elsewhere is one that browsers mend.
	const url = addresses.map(({ href }) => href.replaceAll("\\", "%5C")).find(({ length }) => length <= pageLimits.url);
	return url === undefined ? "too-long" : { url, title };
}

/** Empty where the browser puts the address in place of a title that is missing. */
function titleOf(title = "", address: URL): string {
	const clean = shortTitle(title);
	return clean !== "" && address.href.includes(clean.replace(/…$/, "")) && /[/.]/.test(clean) ? "" : clean;
}

const shortTitle = (title: string): string => shorten(cleanLine(title), pageLimits.title);

function fileName({ pathname }: URL): string {
	const name = pathname.split("/").at(-1) ?? "";
	try {
		return decodeURIComponent(name);
	} catch {
		// A % that begins no code: it is shown as it stands.
		return name;
	}
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

const cleanLine = (text: string): string => wellFormed(text).replace(/\s+/g, " ").replace(controls, "").trim();

const cleanQuote = (text: string): string =>
	wellFormed(text)
		.replace(/\r\n?/g, "\n")
		.replace(controls, "")
		.replace(/[^\S\n]+/g, " ")
		.replace(/ ?\n ?/g, "\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim();

/** At most `most` characters: cut between two words, or where there is no space between two characters, and "…" after it. */
function shorten(text: string, most: number): string {
	if (text.length <= most) return text;
	const head = text.slice(0, most - 1);
	const space = head.search(/\s\S*$/);
	const cut = space > most * 0.8 ? head.slice(0, space) : head.replace(/[\ud800-\udbff]$/, "");
	return `${cut.trimEnd()}…`;
}
