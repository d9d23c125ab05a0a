import { expect, test } from "vitest";
import { judgeAudit, readAudit } from "./audit.ts";

const report = (severities: Record<string, string>) =>
	JSON.stringify({
		auditReportVersion: 2,
		vulnerabilities: Object.fromEntries(Object.entries(severities).map(([name, severity]) => [name, { severity }])),
	});

test("a grave hole in what we depend on fails the check, and is named", () => {
	const { passed, said } = judgeAudit(readAudit(report({ hono: "critical", zod: "low", ws: "high" })), {
		required: false,
	});
	expect(passed).toBe(false);
	expect(said).toContain("hono (critical), ws (high)");
	expect(said).not.toContain("zod");
	expect(judgeAudit(readAudit(report({ zod: "moderate" })), { required: true }).passed).toBe(true);
});

test("a registry that can't be asked is told of, and fails the check only where it has to be asked", () => {
	for (const printed of [
		"",
		"null",
		"<html>",
		'{"message":"405 Method Not Allowed"}',
		'{"error":{"summary":"offline"}}',
	]) {
		const audit = readAudit(printed);
		expect(judgeAudit(audit, { required: false })).toMatchObject({
			passed: true,
			said: expect.stringMatching(/^could not ask the registry/),
		});
		expect(judgeAudit(audit, { required: true }).passed).toBe(false);
	}
});
