import { type Heard, openAside, type Speaker, sealAside } from "./aside.ts";
import { mostSealableBytes } from "./seal.ts";

/** The most bytes the JSON of a signal's payload may have. */
export const mostSignalBytes = mostSealableBytes("signal");

/** Throws a RangeError when the payload's JSON has more than {@link mostSignalBytes}. */
export const sealSignal = ({ payload, ...speaker }: Speaker & { payload: unknown }): Promise<string> =>
	sealAside("signal", speaker, payload);

/** The JSON value the sender sealed, its shape still to be checked. Throws SealError alone. */
export const openSignal = (heard: Heard): Promise<unknown> => openAside("signal", heard);
