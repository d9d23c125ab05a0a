import { limits } from "../../backend/protocol/limits.ts";
import type { Choice } from "./kit/field.tsx";
import { formatSpan } from "./kit/time-left.ts";

const lives = [300, 600, 1800, 3600, 28_800, 86_400];
const seats = [2, 3, 4, 5, 6, 8, 10, 15, 20, 30, limits.capacity.most];

/** Lives to choose from, in seconds; one that was set elsewhere is among them. */
export function lifeChoices(chosen: number): Choice[] {
	return withChosen(lives, chosen).map((seconds) => ({ value: seconds, label: formatSpan(seconds * 1000) }));
}

/** Numbers of seats to choose from. */
export function seatChoices(chosen: number): Choice[] {
	return withChosen(seats, chosen).map((count) => ({ value: count, label: String(count) }));
}

function withChosen(values: number[], chosen: number): number[] {
	return values.includes(chosen) ? values : [...values, chosen].sort((a, b) => a - b);
}
