import type { Content } from "../../room/payload.ts";
import { fileWords } from "../files/file-words.ts";
import { t } from "../words.ts";
import { addressWords } from "./address-words.ts";
import { plainWords } from "./text-blocks.ts";

/** A message as text alone, to be pasted anywhere: what was written, the words of the page, its address. */
export function plainText({ text, page, file, once }: Content): string {
	if (once) return text || t("once.card");
	if (!page) return text || (file?.name ?? "");
	const { title, quote, url } = page;
	const about = [title, quote && `“${quote}”`, url].filter(Boolean).join("\n");
	return text === "" ? about : `${text}\n\n${about}`;
}

/** More of a message is not shown where one answers it. */
const shortCharacters = 140;

/** The beginning of a message in one line, to know it by; of a page or a file that goes alone, what it is called. */
export function inShort({ text, page, file, once }: Content): string {
	// Enough of it to see what its marks mean.
	const words = plainWords(text.slice(0, 8 * shortCharacters))
		.replace(/\s+/g, " ")
		.trim();
	const line =
		words || (page ? page.title || addressWords(page.url) : once ? t("once.card") : file ? fileWords(file) : "");
	return line.length <= shortCharacters ? line : `${line.slice(0, shortCharacters).replace(/[\ud800-\udbff]$/, "")}…`;
}
