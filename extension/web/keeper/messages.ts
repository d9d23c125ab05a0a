import type { Belongings } from "./kept-seats.ts";

/** From a page to the keeper. With `claim` goes a port: the answer comes by it, and `took` goes back by it. */
export type ToKeeper = ({ type: "keep" } & Belongings) | { type: "claim"; link: string };

/** What a page left that was at the address before. */
export type ToPage = { values: Belongings["values"] | null };

/** The name of the lock that every page with a seat shares. */
export const seatedLock = "mayfly-seated";
