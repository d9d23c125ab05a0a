import type { Belongings } from "./kept-seats.ts";
import { seatedLock, type ToKeeper, type ToPage } from "./messages.ts";

/** Longer than a worker takes to start, ms; then the page begins with nothing. */
const claimWithinMs = 3_000;

/** The page's way to its service worker. Where there can be none, nothing is kept and every seat is left at once. */
export type SeatKeeper = {
	/** What a page at this address left a moment ago, for this page alone; null: nothing. */
	claim(link: string): Promise<Belongings["values"] | null>;
	/** Whether this page has a seat: then the keeper is there, and else goes with the last page that had one. */
	setSeated(isSeated: boolean): void;
	/** The page goes. False: nobody keeps it. */
	keep(belongings: Belongings): boolean;
};

/** The parts of `navigator` that are used; both are missing without a secure connection, the first in some private windows. */
type Platform = { serviceWorker?: ServiceWorkerContainer | undefined; locks?: LockManager | undefined };

/**
 * @param script the worker's address, as the page's policy lets it be registered
 * @param scope where it is
 */
export function createSeatKeeper(
	{ serviceWorker, locks }: Platform,
	{ script, scope }: { script: string; scope: string },
): SeatKeeper {
	let isSeated = false;
	let registration: ServiceWorkerRegistration | undefined;
	let giveLockBack = async () => {};
	let turn: Promise<unknown> = Promise.resolve();

	async function engage(container: ServiceWorkerContainer, manager: LockManager): Promise<void> {
		// First the lock: a page whose seat is gone must not take the worker away from this one.
		await new Promise<void>((locked) => {
			const held = manager.request(seatedLock, { mode: "shared" }, () => {
				locked();
				return new Promise<void>((free) => {
					giveLockBack = () => {
						free();
						return held;
					};
				});
			});
		});
		registration = await container.register(script);
	}

	async function dismiss(container: ServiceWorkerContainer, manager: LockManager): Promise<void> {
		registration = undefined;
		await giveLockBack();
		await manager.request(seatedLock, { ifAvailable: true }, async (lock) => {
			if (lock) await (await container.getRegistration(scope))?.unregister();
		});
	}

	return {
		async claim(link) {
			// A browser that has none here says so by refusing.
			const registration = await serviceWorker?.getRegistration(scope).catch(() => undefined);
			const worker = registration?.active;
			if (!worker) return null;
			return new Promise((resolve) => {
				const { port1, port2 } = new MessageChannel();
				const end = (values: Belongings["values"] | null) => {
					clearTimeout(timer);
					if (values) port1.postMessage("took");
					else port1.close();
					resolve(values);
				};
				const timer = setTimeout(() => end(null), claimWithinMs);
				port1.onmessage = ({ data }: MessageEvent<ToPage>) => end(data.values);
				const message: ToKeeper = { type: "claim", link };
				worker.postMessage(message, [port2]);
			});
		},
		setSeated(now) {
			if (!serviceWorker || !locks || now === isSeated) return;
			isSeated = now;
			turn = turn
				.then(() => (now ? engage(serviceWorker, locks) : dismiss(serviceWorker, locks)))
				// This browser allows no worker here: the page leaves its seats itself.
				.catch(() => {});
		},
		keep(belongings) {
			const worker = registration?.active;
			if (worker?.state !== "activated") return false;
			const message: ToKeeper = { type: "keep", ...belongings };
			worker.postMessage(message);
			return true;
		},
	};
}
