import type { Browser } from "puppeteer-core";

/**
 * A way into Firefox's own windows, with the rights that its own code has: there are the things that a person does and
 * no page can, such as pressing the toolbar icon. Needs `--remote-allow-system-access`.
 */
export type Chrome = {
	/**
	 * Runs a function in the first window of the browser; what it takes and gives is JSON. It is sent as text and knows
	 * nothing of what stands around it.
	 */
	run<Args extends unknown[], Result>(
		act: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Awaited<Result>>;
	/** Tells Puppeteer of a page that WebDriver says nothing of. */
	announce(page: UnseenPage): void;
	/** Tells Puppeteer that such a page is gone. */
	denounce(page: UnseenPage): void;
};

/** A page as WebDriver would describe it. */
export type UnseenPage = { context: string; url: string; clientWindow: string };

/** The parts of Puppeteer that it keeps for itself: its connection by WebDriver BiDi, and what comes in by that. */
type Connection = {
	send(method: string, params: object): Promise<{ result: unknown }>;
	emit(event: string, told: object): void;
};
type Evaluated =
	| { type: "success"; result: { value: string } }
	| { type: "exception"; exceptionDetails: { text: string } };

export async function openChrome(browser: Browser): Promise<Chrome> {
	const { connection } = browser as unknown as { connection: Connection };
	const tree = await connection.send("browsingContext.getTree", { "moz:scope": "chrome", maxDepth: 0 });
	const [first] = (tree.result as { contexts: { context: string }[] }).contexts;
	if (!first) throw new Error("Firefox has no window");
	const asTold = (page: UnseenPage) => ({
		...page,
		parent: null,
		originalOpener: null,
		userContext: "default",
		children: [],
	});
	return {
		async run(act, ...args) {
			const { result } = await connection.send("script.callFunction", {
				functionDeclaration: `async (args) => JSON.stringify((await (${act})(...JSON.parse(args))) ?? null)`,
				arguments: [{ type: "string", value: JSON.stringify(args) }],
				target: { context: first.context },
				awaitPromise: true,
			});
			const evaluated = result as Evaluated;
			if (evaluated.type === "exception") throw new Error(`in Firefox’s window: ${evaluated.exceptionDetails.text}`);
			return JSON.parse(evaluated.result.value);
		},
		announce: (page) => connection.emit("browsingContext.contextCreated", asTold(page)),
		denounce: (page) => connection.emit("browsingContext.contextDestroyed", asTold(page)),
	};
}
