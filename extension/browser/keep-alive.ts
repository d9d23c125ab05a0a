import { browser } from "wxt/browser";
import type { Rooms } from "../hub/rooms.ts";

const alarmName = "stream";
/** An extension API call resets the 30 s after which browsers stop an idle worker; Firefox counts nothing else. */
const heartbeatMs = 20_000;

/**
 * Keeps the background alive while a room is open and only then: a heartbeat against the idle timer, and an
 * alarm that brings the worker back after the machine slept. `wake` makes a stale stream connect anew.
 */
export function keepAlive(rooms: Rooms, wake: () => void): void {
	let heartbeat: ReturnType<typeof setInterval> | undefined;
	const update = () => {
		const snapshot = rooms.getSnapshot();
		if (!snapshot.ready) return;
		const needed = snapshot.rooms.some((room) => room.phase === "live");
		if (needed && heartbeat === undefined) {
			heartbeat = setInterval(() => void browser.runtime.getPlatformInfo(), heartbeatMs);
			void browser.alarms.create(alarmName, { periodInMinutes: 0.5 });
		} else if (!needed && heartbeat !== undefined) {
			clearInterval(heartbeat);
			heartbeat = undefined;
			void browser.alarms.clear(alarmName);
		}
	};
	browser.alarms.onAlarm.addListener((alarm) => {
		if (alarm.name === alarmName) wake();
	});
	globalThis.addEventListener("online", wake);
	rooms.subscribe(update);
	update();
}

/** An update wipes `storage.session` and with it every room: it waits until the last room is over. */
export function updateBetweenRooms(rooms: Rooms): void {
	browser.runtime.onUpdateAvailable.addListener(() => {
		const reloadWhenFree = () => {
			const snapshot = rooms.getSnapshot();
			if (snapshot.ready && !snapshot.rooms.some((room) => room.phase === "live")) browser.runtime.reload();
		};
		rooms.subscribe(reloadWhenFree);
		reloadWhenFree();
	});
}
