import { describe, it } from "vitest";
import { audit } from "./axe.ts";
import { enter, linkOn, openInPopup, startInPanel } from "./meeting.ts";
import { fill, find, press, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 640 };

describe("axe finds nothing, and heading and landmarks are what they should be, in both themes", () => {
	it("in the popup: empty, with a room, with its QR code, with the list, with a link to join or none", async () => {
		const popup = await world.popup();
		await find(popup, "heading", "A room for now.");
		await audit(world.browser, popup, "popup, empty", ["banner", "main"]);
		await press(popup, "button", "Start a room");
		await reads(popup, "Link copied");
		const link = await linkOn(popup);
		await audit(world.browser, popup, "popup, created", ["banner", "main"]);
		await press(popup, "button", "QR code");
		await find(popup, "img", "QR code for the room link");
		await audit(world.browser, popup, "popup, QR code", ["banner", "main"]);
		await popup.close();
		const list = await world.popup();
		await find(list, "list", "Rooms");
		await audit(world.browser, list, "popup, rooms", ["banner", "main"]);
		await fill(list, "Have a link?", link.replace(/\/r\/./, "/r/Q"));
		await press(list, "button", "Open");
		await find(list, "button", "Join room");
		await audit(world.browser, list, "popup, join", ["banner", "main"]);
		await press(list, "button", "Don’t join");
		await find(list, "list", "Rooms");
		await list.close();
		const broken = await openInPopup(world, "not a link");
		await find(broken, "heading", "This link doesn’t open.");
		await audit(world.browser, broken, "popup, wrong link", ["banner", "main"]);
	});

	it("in the panel: waiting, live, People, Rooms, Invite, the questions, ended", async () => {
		const { panel, link } = await startInPanel(world);
		await audit(world.browser, panel, "panel, waiting", ["banner", "main"]);
		const guest = await enter(world, world.direct(link), "Quiet Heron");
		await say(panel, "Notes are at https://docs.example.org/a and `--keep-both` is the flag.");
		await say(guest, "```\nnpm run deploy\n```");
		await reads(panel, "npm run deploy");
		await audit(world.browser, panel, "panel, live", ["banner", "main"]);
		await press(panel, "button", "2 of 2 people");
		await find(panel, "dialog", "People");
		await audit(world.browser, panel, "panel, People", [], true);
		await press(panel, "button", "Invite");
		await find(panel, "dialog", "Invite");
		await audit(world.browser, panel, "panel, Invite", [], true);
		await press(panel, "button", "Close");
		await press(panel, "button", await panel.$eval(".room-name", (button) => button.getAttribute("aria-label") ?? ""));
		await find(panel, "dialog", "Rooms");
		await audit(world.browser, panel, "panel, Rooms", [], true);
		await press(panel, "button", "Close");
		await press(panel, "button", "Destroy room");
		await find(panel, "alertdialog", "Destroy this room?");
		await audit(world.browser, panel, "panel, destroy", [], true);
		await press(panel, "button", "Destroy for everyone");
		await find(panel, "heading", "Room destroyed.");
		await audit(world.browser, panel, "panel, ended", ["main"]);
		await find(guest, "heading", "Room destroyed.");
		await audit(world.browser, guest, "web, ended", ["main"]);
	});

	it("in the panel and on the web page while the server is away", async () => {
		const { panel } = await startInPanel(world);
		world.network.cut();
		await say(panel, "Written in a tunnel");
		await find(panel, "button", "Try now", 20_000);
		await audit(world.browser, panel, "panel, offline", ["banner", "main"]);
	});

	it("on the guest page: home, join, live and ended, at 360 and 1280 px", async () => {
		const { panel, link } = await startInPanel(world);
		const home = await world.guest(`${world.direct(world.network.origin)}/`);
		await find(home, "button", "Start a room");
		const guest = await world.guest(world.direct(link));
		await find(guest, "button", "Join room");
		for (const view of [narrow, wide]) {
			await home.setViewport(view);
			await audit(world.browser, home, `web, home, ${view.width} px`, ["banner", "main"]);
			await guest.setViewport(view);
			await audit(world.browser, guest, `web, join, ${view.width} px`, ["banner", "main"]);
		}
		await press(guest, "button", "Join room");
		await find(guest, "textbox", "Message");
		await say(panel, "Are we still telling her at the station?");
		await reads(guest, "Are we still telling her at the station?");
		await audit(world.browser, guest, "web, live, 1280 px", ["banner", "complementary", "main"]);
		await guest.setViewport(narrow);
		await find(guest, "button", "2 of 2 people");
		await audit(world.browser, guest, "web, live, 360 px", ["banner", "main"]);
		await press(guest, "button", "2 of 2 people");
		await find(guest, "dialog", "People");
		await audit(world.browser, guest, "web, People, 360 px", [], true);
		await press(guest, "button", "Leave room");
		await find(guest, "alertdialog", "Leave this room?");
		await audit(world.browser, guest, "web, leave, 360 px", [], true);
		await press(guest, "button", "Leave");
		await find(guest, "heading", "You left.");
		for (const view of [narrow, wide]) {
			await guest.setViewport(view);
			await audit(world.browser, guest, `web, ended, ${view.width} px`, ["main"]);
		}
	});

	it("in Options", async () => {
		const options = await world.browser.open("options.html");
		await find(options, "heading", "Options");
		await audit(world.browser, options, "options", ["banner", "main"]);
		await fill(options, "Server address", "nowhere at all");
		await press(options, "button", "Test and save");
		await reads(options, "Nothing was saved.");
		await audit(world.browser, options, "options, wrong server", ["banner", "main"]);
		await options.close();
	});
});
