import { createRoot } from "react-dom/client";
import { App } from "../app.tsx";
import { speakBundled } from "../bundled-words.ts";
import { dressPage } from "../words.ts";
import { createFakePlatform, createFakeRooms, createFakeSettings, type FakeRooms } from "./fake-rooms.ts";
import { inThisLanguage } from "./in-this-language.ts";
import { screens } from "./screens.ts";

declare global {
	interface Window {
		/** What the screen under test asked of its rooms, and a way to show it something else. */
		fakeRooms?: FakeRooms;
	}
}

const asked = new URLSearchParams(location.search);
const name = asked.get("screen");
const screen = screens[name ?? ""];
const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");

if (screen) void show(root);
else root.append(...Object.keys(screens).map(linkTo));

async function show(element: HTMLElement): Promise<void> {
	if (!screen) return;
	if (screen.share) navigator.share = async () => {};
	else Object.defineProperty(navigator, "share", { value: undefined });
	await speakBundled([asked.get("language") ?? "en"]);
	dressPage(document, name ?? "");
	// A language that runs the other way, before there is one.
	document.documentElement.dir = asked.get("dir") ?? document.documentElement.dir;
	document.documentElement.dataset.surface = screen.surface;
	const theme = asked.get("theme");
	const settings = createFakeSettings({
		...screen.settings,
		...(theme === "light" || theme === "dark" ? { theme } : {}),
	});
	const rooms = createFakeRooms(screen.snapshot, screen.answer);
	window.fakeRooms = rooms;
	if (screen.hurry) hurry(screen.hurry);
	const platform = createFakePlatform(screen.surface, settings, screen.missed);
	createRoot(element).render(<App rooms={rooms} platform={platform} linkFailure={screen.linkFailure} />);
	if (screen.snapshot.ready) await drawn();
	for (const button of screen.press ?? []) (await find(button)).click();
	if (screen.drop) await drop(await screen.drop());
	if (screen.life) await choose(screen.life);
	if (screen.says) await seen(screen.says);
	document.documentElement.dataset.shown = name ?? "";
}

/** From now on whatever waits waits that many times shorter. */
function hurry(times: number): void {
	const { setTimeout } = window;
	window.setTimeout = ((act: () => void, ms = 0) => setTimeout(act, ms / times)) as typeof window.setTimeout;
}

/** Waits until the screen's own code has come; a name alone stands there before it. */
async function drawn(): Promise<void> {
	while (!document.querySelector("main > :not(h1)")) await new Promise((done) => setTimeout(done, 20));
}

/** Lets go of files over the room, and waits until what can be sent of them is ready. */
async function drop(files: readonly File[]): Promise<void> {
	const dataTransfer = new DataTransfer();
	for (const file of files) dataTransfer.items.add(file);
	document.querySelector("main")?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
	while (
		!document.querySelector(".dock .file-card") ||
		document.querySelector(".composer [type=submit][aria-disabled]")
	)
		await new Promise((done) => setTimeout(done, 20));
}

/** Chooses how long the message lives. */
async function choose(life: string): Promise<void> {
	const box = document.querySelector<HTMLSelectElement>(".message-life select");
	if (!box) throw new Error("there is nothing to choose");
	box.value = life;
	box.dispatchEvent(new Event("change", { bubbles: true }));
	while (!document.querySelector(".message-life.chosen")) await new Promise((done) => setTimeout(done, 20));
}

/** Waits until these words, said in English, are in sight. */
async function seen(words: string): Promise<void> {
	const wanted = inThisLanguage(words);
	while (!wanted.some((said) => document.body.textContent?.includes(said))) {
		await new Promise((done) => setTimeout(done, 20));
	}
}

/** Waits for the button with these words or this name, said in English. */
async function find(words: string): Promise<HTMLButtonElement> {
	const wanted = inThisLanguage(words);
	for (;;) {
		await new Promise((done) => setTimeout(done, 20));
		const button = [...document.querySelectorAll("button")].find(
			({ textContent, ariaLabel, disabled }) =>
				!disabled && (wanted.includes(ariaLabel ?? "") || wanted.includes(textContent ?? "")),
		);
		if (button) return button;
	}
}

function linkTo(screenName: string): HTMLElement {
	const link = document.createElement("a");
	link.href = `?screen=${screenName}`;
	link.textContent = screenName;
	link.style.display = "block";
	return link;
}
