import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MessageText } from "./message-text.tsx";
import { PageCard } from "./page-card.tsx";

const nothing = () => {};
const shown = (text: string) =>
	renderToStaticMarkup(<MessageText text={text} from="Mal" reachable={true} onGrow={nothing} />);
const card = (page: { url: string; title: string; quote?: string }) =>
	renderToStaticMarkup(<PageCard page={page} reachable={true} onGrow={nothing} />);
/** The elements of a piece of HTML with their attributes, and where its links lead. */
const elementsIn = (html: string) => html.match(/<[^>]*>/g)?.filter((tag) => !/^<a |title=/.test(tag));
const linksIn = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
/** The same without what makes it markup. */
const harmless = (text: string) => text.replace(/[<>]/g, "-");

const markup = [
	'<img src=x onerror="alert(1)">',
	"<script>alert(1)</script>",
	"</p></article><style>*{display:none}</style>",
	"<a href=javascript:alert(1)>here</a>",
	"`<svg onload=alert(1)>`",
	"```html\n<iframe srcdoc=x></iframe>\n```",
	"**<b onclick=x>** and [<img src=x>](javascript:alert(1))",
	"- <details open ontoggle=alert(1)>\n- _</li></ul><script>_",
];

test.each(markup)("%s is shown as the text it is", (text) => {
	expect(elementsIn(shown(text))).toEqual(elementsIn(shown(harmless(text))));
	expect(linksIn(shown(text))).toEqual([]);
});

test.each(markup)("%s as title and quote of a page is shown as the text it is", (text) => {
	const url = "https://bakery.example/";
	const [hostile, plain] = [text, harmless(text)].map((words) => card({ url, title: words, quote: words }));
	expect(elementsIn(hostile ?? "")).toEqual(elementsIn(plain ?? ""));
	expect(linksIn(hostile ?? "")).toEqual([url]);
});

test("text that turns direction turns nothing outside its own paragraph", () => {
	for (const text of ["\u202eexe.gnp", "\u2067\u2067\u2067", "\u05d0\u05d1 abc"]) {
		expect(shown(text)).toMatch(/^<p class="text" dir="auto">[^<]*<\/p>$/);
		expect(card({ url: "https://bakery.example/", title: text })).toContain('dir="auto"');
	}
});

test("an address that looks like another shows where it leads: a card by its host, a link in its title", () => {
	// The first letter is Cyrillic.
	const html = card({ url: "https://\u0430pple.com/", title: "apple.com" });
	expect(html).toContain("<span>xn--pple-43d.com</span>");
	const link = shown("see https://\u0430pple.com/ now");
	for (const href of linksIn(link)) expect(link).toContain(`title="${href}"`);
	expect(linksIn(link).join()).not.toContain("\u0430");
});
