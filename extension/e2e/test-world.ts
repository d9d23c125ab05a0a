import { afterAll, afterEach, beforeAll } from "vitest";
import { openWorld, type World } from "./world.ts";

/**
 * The world of one file of tests: opened before the first of them, tidied after each, closed after the last. What it
 * holds is there from the first test on. A test file says once that it wants one.
 */
export function testWorld(...options: Parameters<typeof openWorld>): World {
	const world = {} as World;
	beforeAll(async () => {
		Object.assign(world, await openWorld(...options));
	});
	// Without what did not open there is nothing to close.
	afterAll(() => ("close" in world ? world.close() : undefined));
	afterEach(() => world.tidy());
	return world;
}
