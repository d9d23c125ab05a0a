import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("without a word the server is on loopback, in memory and with budgets", () => {
	expect(readConfig({})).toEqual({
		host: "127.0.0.1",
		port: 8787,
		store: { kind: "memory" },
		rateLimits: true,
		createToken: undefined,
		trustProxy: false,
	});
});

test("every variable is heard", () => {
	const env = {
		...{ HOST: "::", PORT: "0", REDIS_URL: "rediss://me:secret@example.org:6380/2" },
		...{ RATE_LIMITS: "off", CREATE_TOKEN: "open sesame", TRUST_PROXY: "on" },
	};
	expect(readConfig(env)).toEqual({
		...{ host: "::", port: 0, rateLimits: false, createToken: "open sesame", trustProxy: true },
		store: { kind: "redis", url: env.REDIS_URL },
	});
});

test("an empty variable is as none", () => {
	expect(readConfig({ HOST: "", PORT: "", REDIS_URL: "", RATE_LIMITS: "", CREATE_TOKEN: "" })).toEqual(readConfig({}));
});

test.each([
	["PORT", "http"],
	["PORT", "65536"],
	["PORT", "-1"],
	["PORT", "80.5"],
	["REDIS_URL", "localhost:6379"],
	["REDIS_URL", "http://user:hunter2@localhost"],
	["REDIS_URL", "redis://"],
	["RATE_LIMITS", "false"],
	["TRUST_PROXY", "yes"],
])("%s=%s is refused in one line that names the variable and not its value", (name, value) => {
	const read = () => readConfig({ [name]: value });
	expect(read).toThrow(new RegExp(`^${name}: [^\\n]+\\.$`));
	expect(read).not.toThrow("hunter2");
});
