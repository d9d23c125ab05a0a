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
};

export interface SettingsStore {
	getSnapshot(): Settings;
	subscribe(listener: () => void): () => void;
	set(change: Partial<Settings>): Promise<void>;
}

/** What the place a surface lives in can do. An absent method means no such button. */
export interface Platform {
	surface: "popup" | "panel" | "web" | "options";
	settings: SettingsStore;
	/** Opens the side panel (Firefox: the sidebar). Call it first thing in the press: a gesture is needed. */
	openPanel?(): Promise<void>;
	openOptions?(): void;
	/** Closes this surface. */
	close?(): void;
}
