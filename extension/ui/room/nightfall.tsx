import { useEffect, useRef } from "react";
import { Daylight } from "../kit/sky.tsx";
import { t } from "../words.ts";
import { type HoldPhase, holdMs } from "./use-hold.ts";

const liftMs = 220;
/** Where night stands still when nothing may move. */
const stillAt = 0.4;

/**
 * Night, coming down over the room while Destroy is held, and lifting when it is let go. With reduced motion it stands
 * still and says what is happening.
 */
export function Nightfall({ phase, onLifted }: { phase: HoldPhase; onLifted: () => void }) {
	const night = useRef<HTMLDivElement>(null);
	const held = useRef(0);

	useEffect(() => {
		const element = night.current;
		if (!element || phase === "idle") {
			held.current = 0;
			return;
		}
		const show = (value: number) => {
			held.current = value;
			element.style.setProperty("--held", String(value));
			element.style.setProperty("--life", String(1 - value));
		};
		if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
			show(phase === "held" ? 1 : stillAt);
			if (phase === "lifting") onLifted();
			return;
		}
		return move(held.current, phase === "lifting" ? 0 : 1, phase === "lifting" ? liftMs : holdMs, show, () => {
			if (phase === "lifting") onLifted();
		});
	}, [phase, onLifted]);

	return (
		<>
			{phase !== "idle" && (
				<div className="nightfall sky" aria-hidden="true" ref={night}>
					<p className="title">{t(phase === "held" ? "nightfall.held" : "nightfall.holding")}</p>
					{phase !== "held" && <p className="soft">{t("nightfall.letGo")}</p>}
					<Daylight />
				</div>
			)}
			<p className="hidden-visually" role="status">
				{phase === "holding" && t("nightfall.holding")}
			</p>
		</>
	);
}

/** Shows values from `from` to `to` over a whole way's `ms`; gives back how to stop it. */
function move(from: number, to: number, ms: number, show: (value: number) => void, done: () => void): () => void {
	const start = performance.now();
	const duration = ms * Math.abs(to - from);
	let frame = requestAnimationFrame(function step(now) {
		const part = duration === 0 ? 1 : Math.min(1, Math.max(0, (now - start) / duration));
		show(from + (to - from) * part);
		if (part < 1) frame = requestAnimationFrame(step);
		else done();
	});
	show(from);
	return () => cancelAnimationFrame(frame);
}
