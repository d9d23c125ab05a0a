import { randomBytes } from "node:crypto";
import { nanoid } from "nanoid";
import { hashKey } from "../auth.ts";
import type { JoinRoomBody } from "../protocol/rooms.ts";

/** Who speaks the bare protocol: sealed texts are random, which costs the server nothing less. */
export type Member = { roomId: string; token: string };

const key = () => randomBytes(32).toString("base64url");
export const sealedText = (bytes: number) => randomBytes(bytes).toString("base64url");

function post(url: string, body: unknown, token?: string): Promise<Response> {
	const headers = new Headers({ "content-type": "application/json" });
	if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
	return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}

const newSeat = (token: string) => ({ memberId: nanoid(22), tokenHash: hashKey(token), profile: sealedText(384) });

/** @param options.seats how many the room has; @param options.accessKey by which others join */
export async function startRoom(server: string, { seats = 2, accessKey = key() } = {}): Promise<Member> {
	const [roomId, token] = [`r${nanoid(21)}`, key()];
	const body = { roomId, ...newSeat(token), accessHash: hashKey(accessKey), ttlSeconds: 3600, capacity: seats };
	const answer = await post(`${server}/api/rooms`, body);
	if (answer.status !== 201) throw new Error(`create answered ${answer.status}`);
	return { roomId, token };
}

/** A room with every seat taken, at most 50. */
export async function startFullRoom(server: string, seats: number): Promise<[Member, ...Member[]]> {
	const accessKey = key();
	const starter = await startRoom(server, { seats, accessKey });
	const guests: Member[] = [];
	for (let at = 1; at < seats; at++) guests.push(await takeSeat(server, starter.roomId, accessKey));
	return [starter, ...guests];
}

/** Takes a seat in a room whose access key is known. */
export async function takeSeat(server: string, roomId: string, accessKey: string): Promise<Member> {
	const token = key();
	const body: JoinRoomBody = { ...newSeat(token), accessKey };
	const answer = await post(`${server}/api/rooms/${roomId}/members`, body);
	if (answer.status !== 201) throw new Error(`join answered ${answer.status}`);
	return { roomId, token };
}

export async function sendText(server: string, { roomId, token }: Member, text: string): Promise<void> {
	const answer = await post(`${server}/api/rooms/${roomId}/messages`, { id: nanoid(21), text }, token);
	if (answer.status !== 201) throw new Error(`send answered ${answer.status}`);
	await answer.text();
}

export const streamBody = ({ roomId, token }: Member, after?: string): string =>
	JSON.stringify({ rooms: [{ roomId, token, after }] });
