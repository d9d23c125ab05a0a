import type { KeyboardEvent } from "react";

type LogKeysOptions = {
	/** What single keys do to the focused message. */
	acts: { onCopy: Act; onReply: Act; onChoosing: Act; onEdit: Act; onUnsend: Act };
	/** `Esc` leads back to the message box. */
	onLeave: () => void;
	/** `F`, and `N` where there is something new. */
	onFind: () => void;
	onNew: () => void;
	/** Before `Home` and `End`: the first message, or the last, must be drawn to be gone to. */
	onHome: () => void;
	onEnd: () => void;
};

type Act = (key: string) => void;

/** `R`, `E`, `C`; and `Enter` and `Delete` for a message of one's own. */
const actKeys: Record<string, keyof LogKeysOptions["acts"]> = {
	...{ r: "onReply", e: "onChoosing", c: "onCopy" },
	...{ enter: "onEdit", delete: "onUnsend", backspace: "onUnsend" },
};

/**
 * The keys of the message log: one tab stop, `↑ ↓ Home End` between messages, `→ ←` in their actions (the other way round
 * in a language that runs so), `Esc`, `F` to search, `N` to what is new, and the keys of the actions.
 */
export function pressInLog(press: KeyboardEvent<HTMLElement>, options: LogKeysOptions): void {
	if (!(press.target instanceof HTMLElement) || press.ctrlKey || press.metaKey || press.altKey) return;
	const article = press.target.closest("article");
	const inside = article !== null && press.target !== article;
	const done = act(forRunning(press.key, press.currentTarget), press.currentTarget, article, inside, options);
	if (done) press.preventDefault();
}

const mirrored: Record<string, string> = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };

function forRunning(key: string, log: HTMLElement): string {
	return (getComputedStyle(log).direction === "rtl" && mirrored[key]) || key;
}

function act(
	key: string,
	log: HTMLElement,
	article: HTMLElement | null,
	inside: boolean,
	{ acts, onLeave, onFind, onNew, onHome, onEnd }: LogKeysOptions,
): boolean {
	if (key === "Escape") {
		if (inside) article?.focus();
		else onLeave();
		return true;
	}
	if (inside) {
		return walkActions(key, article);
	}
	if (!article) return false;
	if (key === "ArrowRight") {
		const action = article.querySelector<HTMLElement>(".toolbar button");
		action?.focus();
		return action !== null;
	}
	const act = actKeys[key.toLowerCase()];
	if (act) {
		acts[act](article.dataset.key ?? "");
		return true;
	}
	const go = { f: onFind, n: onNew }[key.toLowerCase()];
	if (go) {
		go();
		return true;
	}
	if (key === "Home") onHome();
	if (key === "End") onEnd();
	const next = neighbour(key, log, article);
	next?.focus();
	return next !== undefined;
}

/** `→` to the next action, `←` to the one before, and from the first one back to the message. */
function walkActions(key: string, article: HTMLElement | null): boolean {
	const actions = [...(article?.querySelectorAll<HTMLElement>(".toolbar button") ?? [])];
	const at = actions.indexOf(document.activeElement as HTMLElement);
	if (at === -1 || (key !== "ArrowLeft" && key !== "ArrowRight")) return false;
	const to = key === "ArrowRight" ? (actions[at + 1] ?? actions[at]) : (actions[at - 1] ?? article);
	to?.focus();
	return true;
}

function neighbour(key: string, log: HTMLElement, article: HTMLElement): HTMLElement | undefined {
	const all = [...log.querySelectorAll<HTMLElement>("article")];
	const at = all.indexOf(article);
	switch (key) {
		case "ArrowUp":
			return all[Math.max(0, at - 1)];
		case "ArrowDown":
			return all[Math.min(all.length - 1, at + 1)];
		case "Home":
			return all[0];
		case "End":
			return all.at(-1);
		default:
			return undefined;
	}
}
