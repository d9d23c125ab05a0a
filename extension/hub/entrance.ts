import { decodeBase64url } from "../crypto/base64url.ts";
import { importIdentity } from "../crypto/identity.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { formatLink, type Link, newLink, parseLink, withoutInvite } from "../crypto/link.ts";
import { cleanName } from "../crypto/profile-name.ts";
import type { Random } from "../crypto/random.ts";
import { createApi } from "../room/api.ts";
import { ApiError, isPassing } from "../room/api-error.ts";
import { inviteHash } from "../room/invites.ts";
import { randomPersonName, roomName } from "../room/names.ts";
import type { Jitter } from "../room/stream/backoff.ts";
import type { cryptoSupport } from "../room/support.ts";
import type { Time } from "../room/time.ts";
import { enterAsGuest, enterAsStarter, makeSeat } from "./entering.ts";
import { Failure } from "./failure.ts";
import type { HeldRooms } from "./held-rooms.ts";
import type { FormerSeat, Intent } from "./rooms.ts";
import { nothingLeft, type SavedEnd, type SavedInvite, type SavedLive, type SavedRooms } from "./saved-rooms.ts";

/** The ways into a room. Each rejects with a Failure, an ApiError or a StorageFullError. */
export type Entrance = {
	start(intent: Extract<Intent, { type: "start" }>): Promise<{ roomId: string; link: string }>;
	/** Says nothing to the server. */
	invite(link: string): Promise<{ roomId: string }>;
	/** Asked twice at once (two panels, a panel that lost its port), it is one join. */
	join(roomId: string, name: string, former?: FormerSeat): Promise<void>;
	/** Asks to be let in, by the seat and the invite that a join will then come in with. */
	knock(roomId: string, name: string): Promise<void>;
};

export function createEntrance(options: {
	held: HeldRooms;
	savedRooms: SavedRooms;
	builtInServer(): string;
	support: typeof cryptoSupport;
	fetch: typeof globalThis.fetch;
	time: Time;
	random: Random;
	jitter: Jitter;
}): Entrance {
	const { held, savedRooms, builtInServer, support, fetch, time, random, jitter } = options;
	const joining = new Map<string, Promise<void>>();

	async function checkSupport(): Promise<void> {
		const supported = await support();
		if (supported !== "ok") throw new Failure(supported);
	}

	const commonOf = ({ roomId, server }: Link, name: string) => ({ roomId, server, name, order: held.nextOrder() });

	async function joinOnce(roomId: string, name: string, former: FormerSeat): Promise<void> {
		const entry = held.get(roomId);
		if (entry?.saved.phase === "live") return;
		const saved = entry?.saved;
		const again = saved?.phase === "ended" ? saved.again : saved;
		if (!entry || !saved || !again) throw new Failure("room-not-found");
		await checkSupport();
		const link = { ...linkOf(again.link), ...inviteOf(former) };
		const keys = await deriveRoomKeys(link);
		const offered = saved.phase === "invited" ? saved.suggestedName : randomPersonName(random);
		// Kept from a try whose end is unknown, and then with the name it had: it may have come in.
		const seat = again.seat ?? (await makeSeat(keys, roomId, chooseName(name, offered), random));
		if (saved.phase === "invited" && !saved.seat) await keepInvite({ ...saved, link: formatLink(link), seat });
		const api = createApi({ server: saved.server, fetch, time });
		const entered = await enterAsGuest({ api, roomId, keys, seat, time, jitter }, link.invite).catch(
			async (error: unknown) => {
				if (saved.phase === "invited" && error instanceof ApiError) await afterRefusal(saved, error);
				throw error;
			},
		);
		const { name: room, server, order } = saved;
		const plain = formatLink(withoutInvite(link));
		const live: SavedLive = { phase: "live", roomId, name: room, server, order, link: plain, seat, ...entered };
		const shelf = savedRooms.shelf(roomId);
		await shelf.room(live);
		if (former.formerKeys.length > 0) await shelf.formerKeys(former.formerKeys);
		if (former.readCursor !== null) await shelf.readCursor(former.readCursor);
		await held.takeUp(live, shelf, { ...nothingLeft, ...former }, keys);
	}

	/** The invite that a former seat left behind for this one. */
	function inviteOf({ invite }: FormerSeat): Pick<Link, "invite"> {
		const key = invite === undefined ? null : decodeBase64url(invite);
		return key ? { invite: key } : {};
	}

	/** A room that is gone leaves nothing of its link here; any other refusal leaves the invitation as it was. */
	async function afterRefusal(invite: SavedInvite, error: ApiError): Promise<void> {
		if (error.code === "room-not-found") {
			const { roomId, name, server, order } = invite;
			const end = { phase: "ended", reason: "not-found", byMe: false, again: null } as const;
			const gone: SavedEnd = { ...end, roomId, name, server, order };
			await held.get(roomId)?.shelf.clear(gone);
			held.hold(gone, savedRooms.shelf(roomId));
		} else if (invite.knocks && error.code === "room-locked") {
			// Not let in yet: who comes in is who knocked.
		} else if (!isPassing(error)) await keepInvite(unknocked(invite));
	}

	/** The newest of several ways in: the one before may be spent. Who knocks at the door goes on by the room's own link. */
	function byNewLink(known: SavedInvite, link: Link): SavedInvite {
		if (known.knocks && !link.invite) return known;
		const { knocks, ...invite } = known;
		return { ...invite, link: formatLink(link) };
	}

	/** The invitation as it was before it was knocked. */
	function unknocked({ knocks, ...invite }: SavedInvite): SavedInvite {
		const link = knocks ? formatLink(withoutInvite(linkOf(invite.link))) : invite.link;
		return { ...invite, link, seat: null };
	}

	async function knock(roomId: string, name: string): Promise<void> {
		const saved = held.get(roomId)?.saved;
		if (saved?.phase !== "invited") throw new Failure("room-not-found");
		await checkSupport();
		const link = linkOf(saved.link);
		const keys = await deriveRoomKeys(link);
		const drawn = saved.knocks && saved.seat && link.invite ? { seat: saved.seat, invite: link.invite } : null;
		const { seat, invite } = drawn ?? {
			seat: await makeSeat(keys, roomId, chooseName(name, saved.suggestedName), random),
			invite: random(32),
		};
		if (!drawn) await keepInvite({ ...saved, link: formatLink({ ...link, invite }), seat, knocks: true });
		const { memberId } = await importIdentity(seat.identity);
		const body = { memberId, accessKey: keys.accessKey, profile: seat.profile, inviteHash: await inviteHash(invite) };
		await createApi({ server: saved.server, fetch, time }).knock(roomId, body);
	}

	async function keepInvite(saved: SavedInvite): Promise<void> {
		const entry = held.get(saved.roomId);
		await entry?.shelf.room(saved);
		if (entry) entry.saved = saved;
	}

	return {
		knock,
		async start(intent) {
			const server = originOf(intent.server ?? builtInServer());
			if (server === null) throw new Failure("bad-link");
			await checkSupport();
			const link = newLink(server, random);
			const { roomId } = link;
			const keys = await deriveRoomKeys(link);
			const seat = await makeSeat(keys, roomId, chooseName(intent.name, randomPersonName(random)), random);
			const api = createApi({ server, fetch, time });
			const entered = await enterAsStarter({ api, roomId, keys, seat, time, jitter }, intent);
			const common = commonOf(link, roomName(keys.nameBytes));
			const saved: SavedLive = { phase: "live", ...common, link: formatLink(link), seat, ...entered };
			const shelf = savedRooms.shelf(roomId);
			try {
				await shelf.room(saved);
			} catch (error) {
				// Nobody knows its link: it runs out by itself if the server does not hear this.
				api.destroyRoom({ roomId, token: seat.identity.token }).catch(() => {});
				throw error;
			}
			await held.takeUp(saved, shelf, nothingLeft, keys);
			return { roomId, link: saved.link };
		},

		async invite(text) {
			const link = parseLink(text);
			if (link === null) throw new Failure("bad-link");
			const { roomId } = link;
			const known = held.get(roomId)?.saved;
			if (known && known.phase !== "ended") {
				// The same room by another secret is another room that nobody is in.
				const plain = (each: Link) => formatLink(withoutInvite(each));
				if (plain(linkOf(known.link)) !== plain(link)) throw new Failure("bad-link");
				if (known.phase === "invited") await keepInvite(byNewLink(known, link));
				return { roomId };
			}
			if (known?.reason === "destroyed" || known?.reason === "expired") return { roomId };
			await checkSupport();
			const { nameBytes } = await deriveRoomKeys(link);
			const saved: SavedInvite = {
				phase: "invited",
				...commonOf(link, roomName(nameBytes)),
				link: formatLink(link),
				suggestedName: randomPersonName(random),
				seat: null,
			};
			if (known) await held.forget(roomId);
			const shelf = savedRooms.shelf(roomId);
			await shelf.room(saved);
			held.hold(saved, shelf);
			return { roomId };
		},

		join(roomId, name, former = nothingLeft) {
			const running = joining.get(roomId) ?? joinOnce(roomId, name, former).finally(() => joining.delete(roomId));
			joining.set(roomId, running);
			return running;
		},
	};
}

/** Null when it is no http(s) address. */
export function originOf(server: string): string | null {
	return URL.canParse(server) && /^https?:/.test(server) ? new URL(server).origin : null;
}

/** Reads a link that was written by {@link formatLink}. */
export function linkOf(text: string): Link {
	const link = parseLink(text);
	if (link === null) throw new Failure("bad-link");
	return link;
}

/** The name a person gave, or the one offered when they gave none. */
function chooseName(given: string | undefined, offered: string): string {
	if (given === undefined || given.trim() === "") return offered;
	const name = cleanName(given);
	if (name === null) throw new Failure("invalid-field");
	return name;
}
