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

test("rooms are in Upstash's Redis when its address and its token are given", () => {
	const [url, token] = ["https://some-name-1.upstash.io", "AX_1aGVsbG8="];
	expect(readConfig({ UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token }).store).toEqual({
		...{ kind: "upstash", url, token },
	});
});

test.each([
	["UPSTASH_REDIS_REST_TOKEN", { UPSTASH_REDIS_REST_URL: "https://a.upstash.io" }],
	["UPSTASH_REDIS_REST_URL", { UPSTASH_REDIS_REST_TOKEN: "hunter2" }],
	["REDIS_URL", { REDIS_URL: "redis://a", UPSTASH_REDIS_REST_URL: "https://a", UPSTASH_REDIS_REST_TOKEN: "hunter2" }],
	["UPSTASH_REDIS_REST_TOKEN", { UPSTASH_REDIS_REST_URL: "https://a", UPSTASH_REDIS_REST_TOKEN: "hunter2\n" }],
	["UPSTASH_REDIS_REST_URL", { UPSTASH_REDIS_REST_URL: "rediss://a:hunter2@b", UPSTASH_REDIS_REST_TOKEN: "a" }],
	["UPSTASH_REDIS_REST_URL", { UPSTASH_REDIS_REST_URL: "https://a:hunter2@b", UPSTASH_REDIS_REST_TOKEN: "a" }],
	["UPSTASH_REDIS_REST_URL", { UPSTASH_REDIS_REST_URL: "a.upstash.io", UPSTASH_REDIS_REST_TOKEN: "a" }],
])("%s is what is said to be missing or wrong of %o, in one line without a value", (name, env) => {
	expect(() => readConfig(env)).toThrow(new RegExp(`^${name}: [^\\n]+\\.$`));
	expect(() => readConfig(env)).not.toThrow("hunter2");
});

test("an empty variable is as none", () => {
	const stores = { REDIS_URL: "", UPSTASH_REDIS_REST_URL: "", UPSTASH_REDIS_REST_TOKEN: "" };
	const env = { HOST: "", PORT: "", RATE_LIMITS: "", CREATE_TOKEN: "", ...stores };
	expect(readConfig(env)).toEqual(readConfig({}));
});

test.each([
	["PORT", "http"],
	["PORT", "65536"],
	["PORT", "-1"],
	["PORT", "80.5"],
	["REDIS_URL", "localhost:6379"],
	["REDIS_URL", "http://user:hunter2@localhost"],
	["REDIS_URL", "redis://"],
	["REDIS_URL", "redis://localhost/hunter2"],
	["REDIS_URL", "redis://localhost/-1"],
	["REDIS_URL", "redis://localhost/3/4"],
	["RATE_LIMITS", "false"],
	["TRUST_PROXY", "yes"],
])("%s=%s is refused in one line that names the variable and not its value", (name, value) => {
	const read = () => readConfig({ [name]: value });
	expect(read).toThrow(new RegExp(`^${name}: [^\\n]+\\.$`));
	expect(read).not.toThrow("hunter2");
});
