import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from "react";

/** Held this long it acts. A guard against a slip: reduced motion does not shorten it. */
export const holdMs = 900;
/** Let go before this it was a press; after it, a hold that was thought better of. */
const pressMs = 400;
/** A press shorter than this shows nothing of a hold. */
const showMs = 120;

/** `lifting`: let go, or what it set off failed. `held`: it acted. */
export type HoldPhase = "idle" | "holding" | "lifting" | "held";

export type Hold = {
	phase: HoldPhase;
	/** The hold is over without effect: night lifts. */
	lift: () => void;
	/** Night has lifted. */
	rest: () => void;
	/** For the button. */
	props: {
		onPointerDown: (down: PointerEvent<HTMLElement>) => void;
		onPointerUp: () => void;
		onPointerCancel: () => void;
		onKeyDown: (press: KeyboardEvent) => void;
		onKeyUp: (press: KeyboardEvent) => void;
		onBlur: () => void;
		onClick: () => void;
		onContextMenu: (menu: { preventDefault(): void }) => void;
	};
};

/** A button that asks when pressed and acts when held, with a finger, a mouse, Enter or Space. */
export function useHold({ onPress, onHeld }: { onPress: () => void; onHeld: () => void }): Hold {
	const [phase, setPhase] = useState<HoldPhase>("idle");
	const startedAt = useRef<number | null>(null);
	const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
	// A pointer's release is followed by a click; after a hold it is not meant.
	const clickMeant = useRef(true);

	const clear = useCallback(() => {
		for (const timer of timers.current) clearTimeout(timer);
		timers.current = [];
		startedAt.current = null;
	}, []);
	useEffect(() => clear, [clear]);

	const start = () => {
		clear();
		startedAt.current = performance.now();
		timers.current = [
			setTimeout(() => setPhase("holding"), showMs),
			setTimeout(() => {
				clear();
				clickMeant.current = false;
				setPhase("held");
				onHeld();
			}, holdMs),
		];
	};
	const lift = useCallback(() => setPhase((now) => (now === "idle" ? now : "lifting")), []);
	const rest = useCallback(() => setPhase((now) => (now === "lifting" ? "idle" : now)), []);
	/** Ends the hold; true when it was short enough to be a press. */
	const stop = (): boolean => {
		const since = startedAt.current;
		if (since === null) return false;
		clear();
		lift();
		return performance.now() - since < pressMs;
	};
	const isHoldKey = (press: KeyboardEvent) => press.key === "Enter" || press.key === " ";

	return {
		phase,
		lift,
		rest,
		props: {
			onPointerDown: (down) => {
				if (down.button !== 0) return;
				clickMeant.current = true;
				// The night comes down over the button: what happens to this pointer is still told here.
				down.currentTarget.setPointerCapture(down.pointerId);
				start();
			},
			onPointerUp: () => {
				if (startedAt.current !== null) clickMeant.current = stop();
			},
			onPointerCancel: () => void stop(),
			onKeyDown: (press) => {
				if (press.key === "Escape" && startedAt.current !== null) {
					press.preventDefault();
					press.stopPropagation();
					stop();
				}
				if (!isHoldKey(press)) return;
				press.preventDefault();
				if (!press.repeat && startedAt.current === null) start();
			},
			onKeyUp: (press) => {
				if (!isHoldKey(press)) return;
				press.preventDefault();
				if (stop()) onPress();
			},
			onBlur: () => void stop(),
			onClick: () => {
				if (clickMeant.current) onPress();
				clickMeant.current = true;
			},
			onContextMenu: (menu) => {
				if (startedAt.current !== null) menu.preventDefault();
			},
		},
	};
}
