// Pictures of every screen, taken from the built product while two people use it: `npm run screens`.
// They land in .screens/<theme>/<screen>-<width>.png, with one sheet of all of them a theme; three of them become the picture of the README.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { root } from "../../.config/tasks/steps.ts";
import { atRest } from "./at-rest.ts";
import { fill, find, press, reads, say } from "./roles.ts";
import { openChromiumWorld, type World } from "./world.ts";

const themes = ["light", "dark"] as const;
const widths = { popup: [320, 360], panel: [240, 320, 360, 480], web: [320, 360, 480, 1280], options: [480, 1280] };
const heights = { popup: 445, panel: 640, web: 720, options: 900 };
type Surface = keyof typeof widths;

const folder = join(root, ".screens");
const taken = new Map<string, string[]>(themes.map((theme) => [theme, []]));

/** The three that stand together in the README, at twice the size. */
const heroes = ["popup-created-360", "panel-live-360", "web-live-360"];

/** Pictures of the page as it stands, in every width of its kind and both themes. */
async function picture(page: Page, surface: Surface, name: string): Promise<void> {
	// Night has fallen, sheets have risen.
	await atRest(page);
	for (const theme of themes) {
		await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
		for (const width of widths[surface]) {
			const height = surface === "web" && width < 900 ? 700 : heights[surface];
			await page.setViewport({ width, height, deviceScaleFactor: 1 });
			await new Promise((settled) => setTimeout(settled, 300));
			const file = join(folder, theme, `${name}-${width}.png`);
			await writeFile(file, await page.screenshot({ fullPage: surface === "popup" }));
			taken.get(theme)?.push(file);
			if (theme === "light" && heroes.includes(`${name}-${width}`)) {
				await page.setViewport({ width, height: heights.panel, deviceScaleFactor: 2 });
				await writeFile(join(folder, `${name}-${width}@2x.png`), await page.screenshot());
			}
		}
	}
}

async function start(page: Page): Promise<string> {
	await press(page, "button", "Start a room");
	return (await find(page, "textbox", "Room link")).evaluate((box) => (box as HTMLInputElement).value);
}

async function enter(world: World, link: string, name: string): Promise<Page> {
	const page = await world.guest(world.direct(link));
	await fill(page, "Your name", name);
	await press(page, "button", "Join room");
	await find(page, "textbox", "Message");
	return page;
}

async function popupScreens(world: World): Promise<void> {
	const popup = await world.browser.open("popup.html");
	await find(popup, "button", "Start a room");
	await picture(popup, "popup", "popup-empty");
	world.network.cut();
	await press(popup, "button", "Start a room");
	await find(popup, "button", "Try again", 40_000);
	await picture(popup, "popup", "popup-error");
	world.network.mend();
	await press(popup, "button", "Try again");
	await reads(popup, "Link copied");
	await picture(popup, "popup", "popup-created");
	await press(popup, "button", "QR code");
	await find(popup, "img", "QR code for the room link");
	await picture(popup, "popup", "popup-qr");
	const again = await world.browser.open("popup.html");
	await find(again, "list", "Rooms");
	await picture(again, "popup", "popup-rooms");
	await world.tidy();
}

async function talkScreens(world: World): Promise<void> {
	await world.settings({ capacity: 5, name: "Small Plover" });
	const panel = await world.browser.open("sidepanel.html");
	await find(panel, "button", "Start a room");
	await picture(panel, "panel", "panel-empty");
	const link = await start(panel);
	await reads(panel, "Nobody else yet");
	await picture(panel, "panel", "panel-waiting");

	const invited = await world.guest(world.direct(link));
	await find(invited, "button", "Join room");
	await picture(invited, "web", "web-join");
	await fill(invited, "Your name", "Quiet Heron");
	await press(invited, "button", "Join room");
	const heron = invited;
	await find(heron, "textbox", "Message");
	const otter = await enter(world, link, "Amber Otter");
	const talk: [Page, string][] = [
		[heron, "Are we still telling her at the station?"],
		[otter, "Yes. Platform 4, off the 18:10. She thinks it’s dinner."],
		[panel, "I’ll carry the cake. Somebody else brings candles."],
		[panel, "Not the musical ones."],
		[heron, "On it. Thirty, or do we lie?"],
		[otter, "We lie. Twenty-nine again."],
	];
	for (const [page, text] of talk) {
		await page.bringToFront();
		await say(page, text);
		await reads(panel, text);
	}
	await panel.bringToFront();
	await picture(panel, "panel", "panel-live");
	await picture(heron, "web", "web-live");

	await say(
		heron,
		"Short version: the import stopped at row 41,200 because two people in the list have the same number, and the old sheet let that pass. I kept both rows and marked the second one. Nothing was thrown away. If you want the long version, the first pass read the file twice, which hid the second name, and the report counted them as one. I have written the check so that it says which row, and what it would keep.",
	);
	const box = await find(otter, "textbox", "Message");
	await otter.bringToFront();
	await box.focus();
	for (const line of [
		"Run this, once:",
		"```",
		"export DEPLOY_KEY=mf_9f3c…e21",
		"npm run deploy -- --region fra1 --confirm",
		"```",
	]) {
		await otter.keyboard.type(line);
		await otter.keyboard.down("Shift");
		await otter.keyboard.press("Enter");
		await otter.keyboard.up("Shift");
	}
	await otter.keyboard.press("Enter");
	await panel.bringToFront();
	await say(
		panel,
		"Thanks. Notes are at https://docs.example.org/imports/2026/rows-with-the-same-number?view=all and the flag is `--keep-both`.",
	);
	await reads(heron, "Thanks. Notes are at");
	await picture(panel, "panel", "panel-rich");

	await press(panel, "button", "3 of 5 people");
	await find(panel, "dialog", "People");
	await picture(panel, "panel", "panel-people");
	await press(panel, "button", "Invite");
	await find(panel, "dialog", "Invite");
	await picture(panel, "panel", "panel-invite");
	await press(panel, "button", "Close");

	world.network.cut();
	await panel.bringToFront();
	await say(panel, "Which entrance is closest?");
	await reads(panel, "Waiting to send");
	await find(panel, "button", "Try now", 20_000);
	await picture(panel, "panel", "panel-offline");
	world.network.mend();
	await press(panel, "button", "Try now");
	await reads(heron, "Which entrance is closest?", 30_000);

	const button = await find(panel, "button", "Destroy room");
	await button.click();
	await find(panel, "alertdialog", "Destroy this room?");
	await picture(panel, "panel", "panel-destroy");
	await press(panel, "button", "Destroy for everyone");
	await find(panel, "heading", "Room destroyed.");
	await picture(panel, "panel", "ended-destroyed");
	await find(heron, "heading", "Room destroyed.");
	await picture(heron, "web", "web-ended");
	await world.tidy();
}

async function lastMinuteScreens(world: World): Promise<void> {
	await world.settings({ capacity: 2, ttlSeconds: 75, name: "Small Plover" });
	const panel = await world.browser.open("sidepanel.html");
	const link = await start(panel);
	const heron = await enter(world, link, "Quiet Heron");
	await say(heron, "See you on platform 4, then.");
	await reads(panel, "See you on platform 4");
	const third = await world.guest(world.direct(link));
	await press(third, "button", "Join room");
	await find(third, "heading", "This room is full.");
	await picture(third, "web", "room-full");
	await find(panel, "button", "Add 10 minutes", 40_000);
	await picture(panel, "panel", "panel-last-minute");
	await find(panel, "heading", "Time’s up.", 80_000);
	await picture(panel, "panel", "ended-expired");
	await world.tidy();
}

async function pageScreens(world: World): Promise<void> {
	const home = await world.guest(`${world.direct(world.network.origin)}/`);
	await find(home, "button", "Start a room");
	await picture(home, "web", "web-home");
	const wrong = await world.guest(`${world.direct(world.network.origin)}/r/broken#link`);
	await find(wrong, "heading", "This link doesn’t open.");
	await picture(wrong, "web", "wrong-link");
	const options = await world.browser.open("options.html");
	await find(options, "heading", "Options");
	await picture(options, "options", "options");
}

/** One picture of all pictures of a theme, to be looked at beside the target. */
async function sheet(world: World, theme: string): Promise<void> {
	const page = await world.browser.browser.newPage();
	await page.setViewport({ width: 2000, height: 1000 });
	const figures = await Promise.all(
		(taken.get(theme) ?? []).map(async (file) => {
			const data = (await readFile(file)).toString("base64");
			return `<figure><img src="data:image/png;base64,${data}"><figcaption>${file.split("/").at(-1)}</figcaption></figure>`;
		}),
	);
	await page.setContent(
		`<style>body{display:flex;flex-wrap:wrap;gap:16px;margin:16px;background:#8a9490;font:13px sans-serif}figure{margin:0}img{display:block;max-width:640px}</style>${figures.join("")}`,
	);
	await writeFile(join(folder, `${theme}.png`), await page.screenshot({ fullPage: true }));
	await page.close();
}

/** The picture of the README. */
async function hero(world: World): Promise<void> {
	const page = await world.browser.browser.newPage();
	await page.setViewport({ width: 1192, height: 720, deviceScaleFactor: 1.5 });
	const images = await Promise.all(
		heroes.map(
			async (name) =>
				`<img src="data:image/png;base64,${(await readFile(join(folder, `${name}@2x.png`))).toString("base64")}">`,
		),
	);
	await page.setContent(
		`<style>body{display:flex;gap:28px;margin:0;padding:28px;background:#e8ece7}img{width:360px;height:640px;border-radius:12px;box-shadow:0 8px 30px #0c111326}</style>${images.join("")}`,
	);
	await writeFile(
		join(root, ".github", "mayfly.png"),
		await page.screenshot({ clip: { x: 0, y: 0, width: 1192, height: 696 } }),
	);
	await page.close();
}

await rm(folder, { recursive: true, force: true });
for (const theme of themes) await mkdir(join(folder, theme), { recursive: true });
const world = await openChromiumWorld();
try {
	for (const screens of [popupScreens, talkScreens, lastMinuteScreens, pageScreens]) await screens(world);
	for (const theme of themes) await sheet(world, theme);
	await hero(world);
	console.log(`Screens are in ${folder}`);
} finally {
	await world.close();
}
