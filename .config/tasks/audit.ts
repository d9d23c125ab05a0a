import { spawn } from "node:child_process";
import { root } from "./steps.ts";

/** What the registry knows of the packages that go out with the product. `unasked`: it could not be asked. */
export type Audit = { kind: "clean" } | { kind: "holes"; names: string[] } | { kind: "unasked"; why: string };

const grave = new Set(["high", "critical"]);

/** Reads what `npm audit --json` printed, whatever that is. */
export function readAudit(printed: string): Audit {
	const report = parse(printed);
	if (report.vulnerabilities === undefined) {
		return { kind: "unasked", why: report.message ?? report.error?.summary ?? "no answer" };
	}
	const names = Object.entries(report.vulnerabilities).flatMap(([name, { severity }]) =>
		grave.has(severity) ? [`${name} (${severity})`] : [],
	);
	return names.length === 0 ? { kind: "clean" } : { kind: "holes", names };
}

type Report = {
	vulnerabilities?: Record<string, { severity: string }>;
	message?: string;
	error?: { summary?: string };
};

function parse(printed: string): Report {
	try {
		const value: unknown = JSON.parse(printed);
		return typeof value === "object" && value !== null ? value : {};
	} catch {
		return {};
	}
}

/** Whether an audit is well enough, and what to say of it. `required`: one that could not be asked is not. */
export function judgeAudit(audit: Audit, { required }: { required: boolean }): { passed: boolean; said: string } {
	switch (audit.kind) {
		case "clean":
			return { passed: true, said: "no grave hole is known in what we depend on" };
		case "holes":
			return { passed: false, said: `known holes, see \`npm audit\`: ${audit.names.join(", ")}` };
		case "unasked":
			return { passed: !required, said: `could not ask the registry for known holes: ${audit.why}` };
	}
}

/**
 * Asks the registry, with the lock file, and says what it knows. Without a network one can work all the same; where
 * `MAYFLY_AUDIT=required` is set, as on the project's own CI, not.
 */
export async function audit(): Promise<boolean> {
	const args = ["audit", "--json", "--omit=dev", "--fetch-retries=0", "--fetch-timeout=20000"];
	const child = spawn("npm", args, {
		cwd: root,
		stdio: ["ignore", "pipe", "ignore"],
		shell: process.platform === "win32",
	});
	const printed = new Promise<string>((resolve) => {
		let text = "";
		child.stdout.on("data", (chunk) => {
			text += chunk;
		});
		child.on("error", () => resolve(""));
		child.on("close", () => resolve(text));
	});
	const { passed, said } = judgeAudit(readAudit(await printed), { required: process.env.MAYFLY_AUDIT === "required" });
	console.log(`dependencies: ${said}`);
	return passed;
}
