import { spawn, spawnSync } from "node:child_process";
import { findProgram } from "../../.config/tasks/programs.ts";

/** A screen that nobody looks at, with a pointer and a keyboard that a browser can't tell from real ones. */
export type Screen = {
	/** For the environment of whatever shows itself there. */
	display: string;
	/** Presses the right button at a place of the screen, px, and waits for the menu that opens by it. */
	openMenu(x: number, y: number): Promise<void>;
	/** Presses keys, by the names of X. */
	keys(...names: string[]): void;
	close(): void;
};

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Starts a screen of 1280 × 900 px on a display of its own. */
export async function openScreen(): Promise<Screen> {
	const [xvfb, xdotool] = [findProgram("Xvfb"), findProgram("xdotool")];
	if (!xvfb || !xdotool) throw new Error("Xvfb or xdotool is not installed; `npm test` installs them where it may");
	// It takes a display that is free, and tells its number.
	const server = spawn(xvfb, ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
	const display = await new Promise<string>((resolve, reject) => {
		server.stdout.once("data", (number: Buffer) => resolve(`:${number.toString().trim()}`));
		server.once("exit", () => reject(new Error("Xvfb ended at once")));
	});
	const env = { ...process.env, DISPLAY: display };
	const act = (...args: string[]) => {
		const { status, stderr } = spawnSync(xdotool, args, { env });
		if (status !== 0) throw new Error(`xdotool ${args.join(" ")}: ${stderr}`);
	};
	/** Menus are windows of their own. */
	const windows = () =>
		spawnSync(xdotool, ["search", "--onlyvisible", "--name", ""], { env }).stdout.toString().split("\n").length;
	return {
		display,
		async openMenu(x, y) {
			const before = windows();
			act("mousemove", `${Math.round(x)}`, `${Math.round(y)}`, "click", "3");
			for (const until = Date.now() + 20_000; windows() <= before; await wait(50)) {
				if (Date.now() > until) throw new Error(`no menu opened at ${x}, ${y}`);
			}
			// It takes keys a moment after it is there.
			await wait(300);
		},
		keys: (...names) => act("key", "--delay", "120", ...names),
		close: () => void server.kill(),
	};
}
