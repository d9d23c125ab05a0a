import type { CSSProperties, ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** `--life` for a header or a row: time left ÷ the whole life, 0…1. */
export function lifeStyle(life: number): CSSProperties {
	return { "--life": Math.round(life * 10_000) / 10_000 } as CSSProperties;
}

/** The line of light: the time that is left. Its length comes from `--life` around it. */
export function Daylight() {
	return <span className="daylight" aria-hidden="true" />;
}

type SkyProps = {
	/** Time left ÷ the whole life, 0…1. Without it the line is unlit. */
	life?: number;
	/** Ember light and night sky. */
	lastMinute?: boolean;
	/** The line grows from the middle: a room begins. */
	dawning?: boolean;
	/** The sky fills what is free; `spread` keeps a bar at its top. */
	tall?: boolean;
	spread?: boolean;
	/** Rooms are listed on it: each row has a line of its own. */
	list?: boolean;
	children?: ReactNode;
};

/** The banner of every surface. */
export function Sky({ life, lastMinute, dawning, tall, spread, list, children }: SkyProps) {
	const unlit = life === undefined && !dawning && !list;
	const style = dawning
		? ({ "--life": 1, "--lit": 0.4 } as CSSProperties)
		: life === undefined
			? undefined
			: lifeStyle(life);
	return (
		<header
			className={classNames(
				"sky",
				unlit && "unlit",
				dawning && "dawning",
				tall && "tall",
				spread && "spread",
				list && "list",
			)}
			style={style}
			data-last-minute={lastMinute || undefined}
		>
			{children}
			{!list && <Daylight />}
		</header>
	);
}
