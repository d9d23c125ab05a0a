import { expect, test } from "vitest";
import { describeError, Problem, problemAnswer, problemOf } from "./problems.ts";
import { problemBody, problems } from "./protocol/errors.ts";

test("every code becomes problem+json with its status", () => {
	for (const [code, { status, title }] of Object.entries(problems)) {
		const answer = problemAnswer(new Problem(code as keyof typeof problems, { field: "rooms.0.token" }));
		expect(answer.status).toBe(status);
		expect(answer.headers["content-type"]).toBe("application/problem+json");
		const type = `urn:mayfly:problem:${code}`;
		expect(problemBody.parse(JSON.parse(answer.body))).toEqual({ type, title, status, code, field: "rooms.0.token" });
	}
});

test("who must wait is told how long, in whole seconds, at least one", () => {
	const retryAfter = (seconds?: number) =>
		problemAnswer(new Problem("too-fast", seconds === undefined ? {} : { retryAfterSeconds: seconds })).headers[
			"retry-after"
		];
	expect([retryAfter(), retryAfter(0.1), retryAfter(4.2)]).toEqual(["1", "1", "5"]);
	expect(problemAnswer(new Problem("store-unavailable")).headers["retry-after"]).toBe("1");
	expect(problemAnswer(new Problem("room-full")).headers["retry-after"]).toBeUndefined();
});

test("a fault is internal, and its line for the log says where and never what", () => {
	const secret = "c2VjcmV0";
	const error = new TypeError(`cannot read ${secret}`, { cause: new Error(`of\n${secret}`) });
	expect(problemOf(error).code).toBe("internal");
	const line = describeError(problemOf(error));
	expect(line).toContain("TypeError at ");
	expect(line).not.toContain(secret);
	expect(line).not.toContain("\n");
	expect(describeError(secret)).toBe("string");
});
