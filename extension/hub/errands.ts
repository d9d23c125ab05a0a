import type { CardRefusal } from "../room/page-card.ts";
import type { DraftPage } from "../room/state.ts";
import type { Errand, Intent, Rooms, RoomsSnapshot } from "./rooms.ts";
import { whenReady } from "./when-ready.ts";

/** By window. */
export type KeptErrands = Readonly<Record<string, Errand>>;

/** Where errands are kept, so that a page that waits for a room outlives the worker. */
export interface ErrandMemory {
	load(): Promise<KeptErrands | null>;
	save(errands: KeptErrands): Promise<void>;
}

/** The rooms by window; {@link createPanels} makes them. */
type Windows = { window(windowId: string): Rooms; subscribe(listener: () => void): () => void };
type Start = Extract<Intent, { type: "start" }>;

/** What the menus of the browser ask of a window's panel, laid over its snapshots as `errand`. */
export type Errands = {
	window(windowId: string): Rooms;
	/** Starts a room in this window. */
	start(windowId: string, start: Start): Promise<void>;
	/** Puts the page into the message box of the window's open room, in place of one that is there; into a new room's when none is open. */
	share(windowId: string, card: DraftPage | CardRefusal, start: Start): Promise<void>;
	/** Shows the link of the window's open room, and copies it. */
	invite(windowId: string): void;
};

/** @param newId draws an id that no errand had before */
export function createErrands(windows: Windows, memory: ErrandMemory, newId: () => string): Errands {
	const errands = new Map<string, Errand>();
	const listeners = new Set<() => void>();
	const shown = new Map<string, { base: RoomsSnapshot; errand: Errand | undefined; snapshot: RoomsSnapshot }>();
	const starting = new Set<string>();
	const delivering = new Set<string>();

	const ready = memory.load().then(
		(kept) => {
			for (const [windowId, errand] of Object.entries(kept ?? {})) {
				// Nobody knows what became of the start that the last worker was at.
				const left: Errand = errand.type === "waiting" ? { ...errand, code: errand.code ?? "unreachable" } : errand;
				if (!errands.has(windowId)) errands.set(windowId, left);
			}
			changed();
		},
		// What can't be read is not there; the next one is kept again.
		() => {},
	);

	function changed(): void {
		for (const windowId of errands.keys()) void deliver(windowId);
		for (const listener of listeners) listener();
	}
	windows.subscribe(changed);

	function set(windowId: string, errand: Errand | null): void {
		if (errand) errands.set(windowId, errand);
		else errands.delete(windowId);
		// With no space left it lives as long as this worker.
		void ready.then(() => memory.save(Object.fromEntries(errands)).catch(() => {}));
		changed();
	}

	function forgetAll(): void {
		errands.clear();
		void ready.then(() => memory.save({}).catch(() => {}));
		changed();
	}

	/** Gives the page that waits to the room that is open, as soon as one is. */
	async function deliver(windowId: string): Promise<void> {
		const errand = errands.get(windowId);
		const roomId = liveRoomIn(windows.window(windowId).getSnapshot());
		if (errand?.type !== "waiting" || !errand.page || roomId === null || delivering.has(windowId)) return;
		delivering.add(windowId);
		const outcome = await windows.window(windowId).do({ type: "draft", roomId, page: errand.page });
		delivering.delete(windowId);
		if (errands.get(windowId) !== errand) return changed();
		if (outcome.ok) set(windowId, null);
		// It is in the message box, but would be lost with the worker.
		else if (outcome.code === "storage-full")
			set(windowId, { id: newId(), type: "failed", act: "change", code: outcome.code });
		else set(windowId, { ...errand, code: outcome.code });
	}

	async function startRoom(windowId: string, start: Start): Promise<void> {
		if (starting.has(windowId)) return;
		starting.add(windowId);
		const outcome = await windows.window(windowId).do(start);
		starting.delete(windowId);
		const errand = errands.get(windowId);
		if (errand?.type !== "waiting") return;
		if (errand.page && outcome.ok) await deliver(windowId);
		else if (errand.page && !outcome.ok) set(windowId, { ...errand, code: outcome.code });
		else set(windowId, outcome.ok ? null : { id: newId(), type: "failed", act: "start", code: outcome.code });
	}

	function snapshotOf(windowId: string): RoomsSnapshot {
		const base = windows.window(windowId).getSnapshot();
		const errand = errands.get(windowId);
		const last = shown.get(windowId);
		if (last && last.base === base && last.errand === errand) return last.snapshot;
		const snapshot = errand ? { ...base, errand } : base;
		shown.set(windowId, { base, errand, snapshot });
		return snapshot;
	}

	return {
		window(windowId) {
			const rooms = windows.window(windowId);
			return {
				getSnapshot: () => snapshotOf(windowId),
				subscribe(listener) {
					listeners.add(listener);
					// Keeps the window's snapshots for as long as somebody looks at it.
					const leave = rooms.subscribe(() => {});
					return () => {
						listeners.delete(listener);
						leave();
						shown.delete(windowId);
					};
				},
				async do(intent) {
					if (intent.type === "leave-all") forgetAll();
					if (intent.type !== "errand-done") return rooms.do(intent);
					if (errands.get(windowId)?.id === intent.id) set(windowId, null);
					return { ok: true };
				},
			};
		},
		async start(windowId, start) {
			const errand = errands.get(windowId);
			const page = errand?.type === "waiting" ? errand.page : null;
			set(windowId, { id: newId(), type: "waiting", page, code: null });
			await startRoom(windowId, start);
		},
		async share(windowId, card, start) {
			if (typeof card === "string") return set(windowId, { id: newId(), type: "refused", reason: card });
			set(windowId, { id: newId(), type: "waiting", page: card, code: null });
			const open = liveRoomIn(await whenReady(windows.window(windowId)));
			// An open room has it by now, or gets it.
			if (open === null) await startRoom(windowId, start);
		},
		invite: (windowId) => set(windowId, { id: newId(), type: "invite" }),
	};
}

/** The room that is open, if one is in it. */
function liveRoomIn({ ready, rooms, open }: RoomsSnapshot): string | null {
	return ready && rooms.some(({ roomId, phase }) => roomId === open && phase === "live") ? open : null;
}
