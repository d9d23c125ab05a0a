import { formatTimeLeft } from "../../kit/time-left.ts";

/** `0:07`, of whole seconds that have passed. */
export const soundTime = (seconds: number): string => formatTimeLeft(Math.floor(seconds) * 1000);
