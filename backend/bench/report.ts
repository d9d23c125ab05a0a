import type { Ratio } from "./ratios.ts";

/** A goal: `most` for what should be small, `least` for what should be large. */
export type Target = { most: number } | { least: number };

const two = (value: number): string => value.toFixed(2);

/** "≤ 1.50×: met" or "≤ 1.50×: missed by 0.31". What is printed decides, so that the line agrees with itself. */
export function verdict(value: number, target: Target, unit = "×"): string {
	const isMost = "most" in target;
	const goal = isMost ? target.most : target.least;
	const beyond = isMost ? Number(two(value)) - goal : goal - Number(two(value));
	return `${isMost ? "≤" : "≥"} ${two(goal)}${unit}: ${beyond <= 0 ? "met" : `missed by ${two(beyond)}`}`;
}

export const times = (value: number): string => `${two(value)}×`;
export const spread = ({ least, most }: Pick<Ratio, "least" | "most">): string => `${two(least)}–${two(most)}`;

/** A ratio as five cells: ours, the yardstick, how many times, the rounds apart, and the target. */
export function ratioCells(ratio: Ratio, write: (value: number) => string, target?: Target): string[] {
	return [
		...[write(ratio.ours), write(ratio.yardstick), times(ratio.ratio), spread(ratio)],
		target === undefined ? "–" : verdict(ratio.ratio, target),
	];
}

/** A table of Markdown, its columns as wide as their longest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = head.map((cell, at) => Math.max(3, cell.length, ...rows.map((row) => (row[at] ?? "").length)));
	const line = (cells: readonly string[]) =>
		`| ${widths.map((width, at) => (cells[at] ?? "").padEnd(width)).join(" | ")} |`;
	return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** Prints one part's table under its heading, as README.md of this folder holds it. */
export function printPart(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
	console.log(`\n## ${title}\n\n${table(head, rows)}`);
}
