import type { CardRefusal } from "../room/page-card.ts";
import type { DraftPage } from "../room/state.ts";

/** What a person chose in Options; all that outlives a room. */
export type Settings = {
	ttlSeconds: number;
	capacity: number;
	/** Empty: a random name for each room. */
	name: string;
	/** Origin of the server new rooms are made on. */
	server: string;
	theme: "system" | "light" | "dark";
	copyAtOnce: boolean;
	/** Notifications of new messages; "unasked": nobody has said yet. */
	notify: "unasked" | "on" | "off";
	/** Others see when I write, and what I have seen. */
	showWriting: boolean;
	showSeen: boolean;
};

export interface SettingsStore {
	getSnapshot(): Settings;
	subscribe(listener: () => void): () => void;
	set(change: Partial<Settings>): Promise<void>;
}

/** The browser's leave to notify. */
export interface NotificationAccess {
	/** Asks for it; call it first thing in the press. Resolves to whether it was given. */
	request(): Promise<boolean>;
	/** Whether a message came that nobody saw, so that it is worth asking. */
	wasMissed(): boolean;
	subscribe(listener: () => void): () => void;
}

/** What the place a surface lives in can do. An absent method means no such button. */
export interface Platform {
	surface: "popup" | "panel" | "web" | "options";
	settings: SettingsStore;
	/** Opens the side panel (Firefox: the sidebar). Call it first thing in the press: a gesture is needed. */
	openPanel?(): Promise<void>;
	/** A card of the page in the tab in front, or why there is none. */
	frontPage?(): Promise<DraftPage | CardRefusal>;
	openOptions?(): void;
	/** Opens a page that asks for the microphone, where the browser shows no such question beside this surface. */
	askForMicrophone?(): Promise<void>;
	/** Where the browser can tell of messages while the panel is closed. */
	notifications?: NotificationAccess;
	/** Whether private windows have rooms of their own, or show those of all windows. */
	privateWindows?: "apart" | "together";
	/** Closes this surface. */
	close?(): void;
}
