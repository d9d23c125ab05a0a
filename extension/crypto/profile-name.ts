/** The longest name, in Unicode code points. */
export const longestName = 40;

// Listed one by one and not by \p{…}: every browser must agree, whatever its version of Unicode.
const hidden = new RegExp(
	`[${[
		"\\u0000-\\u001f\\u007f-\\u009f", // control characters
		"\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u2800\\u3164\\ufeff\\uffa0", // invisible
		"\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069", // directions: they rearrange what stands beside the name
		"\\u2028\\u2029\\u2060-\\u2065\\u206a-\\u206f\\ufff0-\\ufffb", // separators, joiners, annotations
		"\\u{e0000}-\\u{e0fff}\\u{d800}-\\u{dfff}", // tags, halves of surrogate pairs
	].join("")}]`,
	"gu",
);
/** Joiners and variation selectors: emoji and some scripts need them, but alone they show nothing. */
const invisibleAlone = /\u200c|\u200d|[\ufe00-\ufe0f]|\s/gu;

/**
 * A name as it may be sealed and shown: runs of white space as one space, none around, no control, direction or
 * invisible characters. Null when nothing visible is left or it is longer than {@link longestName}.
 */
export function cleanName(text: string): string | null {
	const name = text.replace(/\s+/gu, " ").replace(hidden, "").replace(/ +/g, " ").trim();
	if (name.replace(invisibleAlone, "") === "" || Array.from(name).length > longestName) return null;
	return name;
}
