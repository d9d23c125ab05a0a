import type { CSSProperties } from "react";
import { t } from "../words.ts";
import { classNames } from "./class-names.ts";

/** In a square of 32, by absolute points alone. */
const wing = "M11 19.2C6.6 11.9 8.8 4.8 17 1C22 6.3 21.7 13.9 14.8 20.3C13.4 20.3 12.1 19.9 11 19.2Z";
const hindWing = "M8.4 17.2C4.6 13.8 3.2 9.7 4.5 5C7.9 8.4 9.2 12.5 8.4 17.2Z";
const body =
	"M1.6 19.7C1.6 17.9 3.6 17.3 5 18.5C9.5 22.2 15.8 22.9 20.4 19.5C24.4 16.5 26.7 12 30.8 5.4C30.5 5.3 28.9 12.4 25.4 18.1C27.3 16.7 29 15.9 31.2 15.4C27.6 17.3 25.8 19 23.3 21.4C17.3 26.8 7.9 25.7 3.2 21.9C2.2 21.1 1.6 20.5 1.6 19.7Z";

const upright = [wing, hindWing, body];

const tiltDegrees = -14;
const [cosine, sine] = [Math.cos((tiltDegrees * Math.PI) / 180), Math.sin((tiltDegrees * Math.PI) / 180)];

/** Turns a point round the middle of the square. */
const turned = (x: number, y: number): [number, number] => [
	16 + (x - 16) * cosine - (y - 16) * sine,
	16 + (x - 16) * sine + (y - 16) * cosine,
];
const mirrored = (x: number, y: number): [number, number] => [32 - x, y];

const moved = (point: typeof mirrored) =>
	upright.map((path) =>
		path.replace(/([\d.]+) ([\d.]+)/g, (_, x, y) =>
			point(Number(x), Number(y))
				.map((value) => Number(value.toFixed(2)))
				.join(" "),
		),
	);

/**
 * The mark as it is, tilted, mirrored, and tilted and mirrored. Drawn so, not turned by a style: each turned one was a
 * layer of its own to the browser, and a frame of a scrolled log took twice the work.
 */
const tilts = [upright, moved(turned), moved(mirrored), moved((x, y) => mirrored(...turned(x, y)))];

/** The mayfly, in the colour of the text around it. */
export function Mark({ className, style, tilt = 0 }: { className?: string; style?: CSSProperties; tilt?: number }) {
	return (
		<svg className={className} style={style} viewBox="0 0 32 32" fill="currentColor" aria-hidden="true">
			{tilts[tilt]?.map((path) => (
				<path key={path} d={path} />
			))}
		</svg>
	);
}

export function Brand() {
	return (
		<span className="brand">
			<Mark />
			{t("app.name")}
		</span>
	);
}

/** `--hue` of a person, by order of joining; mine is olive, which is what stands when no hue is set. */
export function hueOf(order: number, mine = false): CSSProperties | undefined {
	if (mine) return undefined;
	return { "--hue": `var(--color-member-${(order % 8) + 1})` } as CSSProperties;
}

type FlyProps = {
	/** 0 for the starter, then by order of joining: picks hue and tilt. */
	order: number;
	mine?: boolean;
	/** Holds a seat, but no device of theirs is connected. */
	away?: boolean;
};

/** The mark of a person. Their name always stands beside it. */
export function Fly({ order, mine = false, away = false }: FlyProps) {
	return (
		<Mark className={classNames("fly", away && "away")} tilt={mine ? 0 : (order + 1) % 4} style={hueOf(order, mine)} />
	);
}
