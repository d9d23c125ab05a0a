import { expect, test } from "vitest";
import { roomKeys } from "./keys.ts";

test("the stream is named as the channel, and all keys are of one slot", () => {
	const [stream, ...others] = roomKeys("rAAAAAAAAAAAAAAAAAAAAA");
	expect(stream).toBe("rAAAAAAAAAAAAAAAAAAAAA");
	for (const key of others) expect(/\{(.+?)\}/.exec(key)?.[1]).toBe(stream);
});
