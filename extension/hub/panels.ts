import type { Intent, Outcome, Rooms, RoomsSnapshot } from "./rooms.ts";

/** What every window has open, and the room that was opened last anywhere. */
export type OpenRooms = { byWindow: Readonly<Record<string, string | null>>; latest: string | null };

/** Where that is kept, so that a killed worker finds it again. `load` resolves to null the first time. */
export interface PanelMemory {
	load(): Promise<OpenRooms | null>;
	save(open: OpenRooms): Promise<void>;
}

/**
 * Gives each browser window its own open room over the same rooms: popup and panel of one window share it,
 * two windows don't. A window that has never chosen shows the room chosen last anywhere.
 */
export function createPanels(
	rooms: Rooms,
	memory: PanelMemory,
): {
	window(windowId: string): Rooms;
	/** Hears of every change in any window. */
	subscribe(listener: () => void): () => void;
	/** The room that is open in the window. */
	openIn(windowId: string): string | null;
	ready: Promise<void>;
} {
	const openByWindow = new Map<string, string | null>();
	const listeners = new Set<() => void>();
	const shown = new Map<string, { base: RoomsSnapshot; open: string | null; snapshot: RoomsSnapshot }>();
	let latest: string | null = null;
	let loaded = false;

	const notify = () => {
		for (const listener of listeners) listener();
	};
	rooms.subscribe(notify);
	const ready = memory.load().then((saved) => {
		for (const [windowId, roomId] of Object.entries(saved?.byWindow ?? {})) {
			if (!openByWindow.has(windowId)) openByWindow.set(windowId, roomId);
		}
		latest ??= saved?.latest ?? null;
		loaded = true;
		notify();
	});

	async function choose(windowId: string, roomId: string | null): Promise<void> {
		openByWindow.set(windowId, roomId);
		if (roomId !== null) latest = roomId;
		notify();
		// What the other windows had open must not be written over by a worker that has just woken.
		await ready;
		// With no space left the choice holds as long as this worker.
		await memory.save({ byWindow: Object.fromEntries(openByWindow), latest }).catch(() => {});
	}

	function openIn(windowId: string, base: RoomsSnapshot): string | null {
		const chosen = openByWindow.get(windowId);
		const wanted = chosen === undefined ? latest : chosen;
		return base.rooms.some((room) => room.roomId === wanted) ? (wanted as string) : null;
	}

	function snapshotOf(windowId: string): RoomsSnapshot {
		const base = rooms.getSnapshot();
		const open = openIn(windowId, base);
		const last = shown.get(windowId);
		// useSyncExternalStore needs the same object while nothing changed.
		if (last && last.base === base && last.open === open && last.snapshot.ready === (base.ready && loaded))
			return last.snapshot;
		const snapshot = { ...base, open, ready: base.ready && loaded };
		shown.set(windowId, { base, open, snapshot });
		return snapshot;
	}

	async function act(windowId: string, intent: Intent): Promise<Outcome> {
		if (intent.type === "open") {
			await choose(windowId, intent.roomId);
			return { ok: true };
		}
		if (intent.type === "leave-all") {
			// What is still on its way from there must not come in afterwards.
			await ready;
			openByWindow.clear();
			latest = null;
		}
		const outcome = await rooms.do(intent);
		if (intent.type === "leave-all") await memory.save({ byWindow: {}, latest: null });
		if (outcome.ok && outcome.roomId !== undefined && (intent.type === "start" || intent.type === "invite")) {
			await choose(windowId, outcome.roomId);
		}
		return outcome;
	}

	return {
		ready,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		openIn: (windowId) => openIn(windowId, rooms.getSnapshot()),
		window: (windowId) => ({
			getSnapshot: () => snapshotOf(windowId),
			subscribe(listener) {
				listeners.add(listener);
				return () => {
					listeners.delete(listener);
					// Nothing of a room stays here for a window that nobody looks at.
					shown.delete(windowId);
				};
			},
			do: (intent) => act(windowId, intent),
		}),
	};
}
