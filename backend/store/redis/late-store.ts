import type { RoomStore } from "../room-store.ts";
import { problemOf } from "./problem-of.ts";

/**
 * Stands for a store that cannot be opened yet: each act tries to open it, once for all that come meanwhile, and is
 * `store-unavailable` when that fails. From then on it is the store.
 */
export function createLateStore(kind: RoomStore["kind"], open: () => Promise<RoomStore>): RoomStore {
	let opening: Promise<RoomStore> | undefined;

	async function store(): Promise<RoomStore> {
		opening ??= open();
		const mine = opening;
		try {
			return await mine;
		} catch (error) {
			if (opening === mine) opening = undefined;
			throw problemOf(error);
		}
	}

	return {
		kind,
		create: async (...args) => (await store()).create(...args),
		join: async (...args) => (await store()).join(...args),
		read: async (...args) => (await store()).read(...args),
		change: async (...args) => (await store()).change(...args),
		destroy: async (...args) => (await store()).destroy(...args),
		leave: async (...args) => (await store()).leave(...args),
		remove: async (...args) => (await store()).remove(...args),
		knock: async (...args) => (await store()).knock(...args),
		invite: async (...args) => (await store()).invite(...args),
		withdraw: async (...args) => (await store()).withdraw(...args),
		appoint: async (...args) => (await store()).appoint(...args),
		send: async (...args) => (await store()).send(...args),
		history: async (...args) => (await store()).history(...args),
		signal: async (...args) => (await store()).signal(...args),
		receipt: async (...args) => (await store()).receipt(...args),
		attach: async (...args) => (await store()).attach(...args),
		detach: async (...args) => (await store()).detach(...args),
		pulse: async (...args) => (await store()).pulse(...args),
		subscribe: async (...args) => (await store()).subscribe(...args),
		ping: async (...args) => (await store()).ping(...args),
		async close() {
			await opening?.then(
				(opened) => opened.close(),
				// One that could not be opened has closed what it had.
				() => {},
			);
		},
	};
}
