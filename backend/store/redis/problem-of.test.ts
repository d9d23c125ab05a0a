import { expect, test } from "vitest";
import { Problem } from "../../problems.ts";
import { problemOf } from "./problem-of.ts";

function replied(message: string): Error {
	const error = new Error(message);
	error.name = "UpstashError";
	return error;
}

test.each([
	["OOM command not allowed when used memory > 'maxmemory'. script: 1, on @user_script:1.", "store-full"],
	["LOADING Redis is loading the dataset in memory", "store-unavailable"],
	["BUSY Redis is busy running a script.", "store-unavailable"],
	["Internal Server Error, command was: []", "store-unavailable"],
	["WRONGPASS invalid or missing auth token, command was: []", "store-unavailable"],
	["ERR max concurrent connections exceeded, command was: []", "store-unavailable"],
	["ERR max daily request limit exceeded. Limit: 10000, Usage: 10000, command was: []", "store-full"],
	["READONLY You can't write against a read only replica.", "store-unavailable"],
	["CLUSTERDOWN Hash slot not served", "store-unavailable"],
	["TRYAGAIN Multiple keys request during rehashing of slot", "store-unavailable"],
	["MOVED 1278 127.0.0.1:43095", "store-unavailable"],
	["ASK 1278 127.0.0.1:43095", "store-unavailable"],
])("Redis' answer %s is %s", (message, code) => {
	expect(problemOf(replied(message))).toMatchObject({ code, retryAfterSeconds: expect.any(Number) });
});

test("an error that is no answer of Redis means that it cannot be asked", () => {
	for (const error of [
		new Error("Command timed out"),
		new TypeError("fetch failed"),
		new Error("Connection is closed."),
		new Error("None of startup nodes is available"),
		new Error("Cluster isn't ready and enableOfflineQueue options is false"),
		new Error("Too many Cluster redirections. Last error: ReplyError: MOVED 1278 127.0.0.1:43095"),
		Object.assign(new Error("Failed to refresh slots cache."), { name: "ClusterAllFailedError" }),
	]) {
		expect(problemOf(error)).toMatchObject({ code: "store-unavailable", cause: error });
	}
});

test("a fault in a script stays what it is, a problem too", () => {
	for (const error of [replied("ERR user_script:12: attempt to index a nil value"), new Problem("room-full"), "text"]) {
		expect(problemOf(error)).toBe(error);
	}
});
