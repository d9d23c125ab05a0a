// The guest page's service worker. It holds what a page leaves behind while it is loaded anew, in memory and for
// seconds, and gives the seat back when no page comes. It sees no request, caches nothing and controls no page: its
// scope is /assets/, where no page is.
import { createKeptSeats, type KeptSeat } from "./kept-seats.ts";
import type { ToKeeper, ToPage } from "./messages.ts";

/** Loading a page takes a second or two; others wait for the seat of a closed one no longer than this, ms. */
const keepMs = 10_000;

/** The parts of a service worker's scope that are used here: TypeScript's own types exclude those of pages. */
type Scope = {
	addEventListener(type: "install", listener: () => void): void;
	addEventListener(type: "message", listener: (event: KeeperMessage) => void): void;
	skipWaiting(): Promise<void>;
	clients: {
		get(id: string): Promise<unknown>;
		matchAll(which: { type: "window"; includeUncontrolled: true }): Promise<readonly unknown[]>;
	};
	registration: { unregister(): Promise<boolean> };
};
type KeeperMessage = MessageEvent<ToKeeper> & {
	source: { id: string } | null;
	waitUntil(work: Promise<unknown>): void;
};
const scope = self as unknown as Scope;

const seats = createKeptSeats({
	keepMs,
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
	isThere: async (page) => Boolean(await scope.clients.get(page)),
	async leave(left) {
		await Promise.all(left.map(giveBack));
		// The last one puts out the light: no worker stays registered once nobody has a page, or may come back for a seat.
		const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
		if (pages.length === 0 && seats.isEmpty()) await scope.registration.unregister();
	},
});

async function giveBack({ roomId, token }: KeptSeat): Promise<void> {
	try {
		await fetch(`/api/rooms/${roomId}/members/me`, {
			method: "DELETE",
			headers: { authorization: `Bearer ${token}` },
			credentials: "omit",
			cache: "no-store",
			redirect: "error",
			referrerPolicy: "no-referrer",
		});
	} catch {
		// The server does not hear it: the seat's lease runs out.
	}
}

async function hand(link: string, claimant: string, port: MessagePort): Promise<void> {
	const kept = await seats.claim(link, claimant);
	const answer: ToPage = { values: kept?.values ?? null };
	port.onmessage = () => kept && seats.took(kept);
	port.postMessage(answer);
}

scope.addEventListener("install", () => void scope.skipWaiting());
scope.addEventListener("message", (event) => {
	const { data, source, ports } = event;
	if (data.type === "keep") event.waitUntil(seats.keep(data));
	else if (ports[0] && source) event.waitUntil(hand(data.link, source.id, ports[0]));
});
