import type { Page } from "puppeteer-core";
import { together } from "./meeting.ts";
import { find, press } from "./roles.ts";
import type { World } from "./world.ts";

declare global {
	interface Window {
		/** All microphones that the page has opened. */
		microphones?: MediaStreamTrack[];
	}
}

/** Two people in one room, whose microphones the browser lets be opened. */
export async function togetherWithMicrophones(world: World) {
	const met = await together(world);
	await world.browser.allowMicrophone(met.panel);
	await world.browser.allowMicrophone(met.guest);
	return met;
}

/** Begins a voice note, as soon as the page may hear. */
export async function record(page: Page): Promise<void> {
	await page.evaluate(() => {
		if (window.microphones) return;
		const tracks: MediaStreamTrack[] = [];
		window.microphones = tracks;
		const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
		navigator.mediaDevices.getUserMedia = async (wanted) => {
			const stream = await open(wanted);
			tracks.push(...stream.getTracks());
			return stream;
		};
	});
	await press(page, "button", "Record a voice note");
	await find(page, "group", "Recording");
}

/** Records for at least so long, and leaves the note beside the message box. */
export async function recordFor(page: Page, ms: number): Promise<void> {
	await record(page);
	await new Promise((done) => setTimeout(done, ms));
	await press(page, "button", "Stop recording");
	await find(page, "group", "File to send");
}

/** How many of the microphones that the page has opened still listen, and how many it has opened. */
export function listening(page: Page): Promise<{ now: number; ever: number }> {
	return page.evaluate(() => {
		const all = window.microphones ?? [];
		return { now: all.filter(({ readyState }) => readyState === "live").length, ever: all.length };
	});
}

/** Where the one note on the page is, and whether it is to be heard. */
export function playing(page: Page): Promise<{ at: number; paused: boolean; error: string | undefined }> {
	return page.$eval("article audio", (audio) => {
		const { currentTime, paused, error } = audio as HTMLAudioElement;
		return { at: currentTime, paused, error: error?.message };
	});
}

/** What the one note on the page sounds like: its length in seconds, and whether there is anything but silence in it. */
export function soundOf(page: Page): Promise<{ seconds: number; isSilent: boolean }> {
	return page.evaluate(async () => {
		const address = document.querySelector<HTMLAudioElement>("article audio")?.src ?? "";
		// The page's policy lets nothing be fetched but from its server: what it plays is heard by playing it.
		const audio = new Audio(address);
		const context = new AudioContext();
		const ear = context.createAnalyser();
		context.createMediaElementSource(audio).connect(ear);
		await context.resume();
		await audio.play();
		const samples = new Float32Array(ear.fftSize);
		let isSilent = true;
		while (!audio.ended) {
			ear.getFloatTimeDomainData(samples);
			if (samples.some((sample) => Math.abs(sample) > 0.001)) isSilent = false;
			await new Promise((done) => setTimeout(done, 20));
		}
		await context.close();
		return { seconds: audio.currentTime, isSilent };
	});
}
