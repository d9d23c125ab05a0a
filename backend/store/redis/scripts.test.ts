import { expect, test } from "vitest";
import { limits } from "../../protocol/limits.ts";
import { actNames, assembleScripts, readScripts } from "./scripts.ts";

test("every act has its script, after the prelude and the limits", () => {
	const scripts = readScripts({ rateLimits: true });
	for (const name of actNames) {
		expect(scripts[name]).toMatch(/^local limits = \{ rates = true, messages = \{ intervalMs = 100, burst = 20 \}/);
		expect(scripts[name]).toContain("local STREAM = KEYS[1]");
		expect(scripts[name]).toContain("\n-- ANSWER");
	}
	expect(scripts.join).toContain(`seatMs = ${limits.seatMs},`);
});

test("budgets are lifted in the scripts too", () => {
	const { send } = assembleScripts((name) => `-- ${name}`, { rateLimits: false });
	expect(send).toContain("rates = false");
	expect(send.endsWith("\n-- prelude\n-- send")).toBe(true);
});

test("every act that publishes does so by the command of the store", () => {
	for (const publish of ["PUBLISH", "SPUBLISH"] as const) {
		for (const script of Object.values(readScripts({ rateLimits: true, publish }))) {
			expect(script).toContain(`\nlocal publish = '${publish}'\n`);
			expect(script).not.toMatch(/call\(["']S?PUBLISH/);
		}
	}
});

test("every command of every script is about keys of its own room", () => {
	const key = /STREAM|ROOM|MEMBERS|TOKENS|FORMER|LEASES|BUDGETS|IDS|INVITES|unpack\(KEYS\)|key/.source;
	for (const script of Object.values(readScripts({ rateLimits: true }))) {
		for (const call of script.split(/redis\.p?call\(/).slice(1)) {
			expect(call).toMatch(new RegExp(`^('TIME'|('[A-Z]+'|publish), (${key}))[,)]`));
		}
		for (const [, keys] of script.matchAll(/\bkey in ipairs\((.*)\) do/g)) {
			expect(keys).toMatch(new RegExp(`^(KEYS|\\{ ((${key})(, )?)+ \\})$`));
		}
	}
});
