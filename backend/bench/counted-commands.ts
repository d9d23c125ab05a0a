import type { Redis } from "ioredis";

/** Commands that reached a Redis since the last time they were taken. */
export type CountedCommands = {
	/** Those that somebody's act or a room needs, and the pings that keep a process's own connections alive. */
	take(): { commands: number; pings: number };
	stop(): void;
};

/** Counts by MONITOR. What a script does inside Redis crosses no wire and is not counted. */
export async function countCommands(redis: Redis): Promise<CountedCommands> {
	let counted = { commands: 0, pings: 0 };
	const monitor = await redis.monitor();
	monitor.on("monitor", (_time: string, [name = ""]: string[], source: string) => {
		if (source === "lua" || /^monitor$/i.test(name)) return;
		if (/^ping$/i.test(name)) counted.pings++;
		else counted.commands++;
	});
	return {
		take() {
			const taken = counted;
			counted = { commands: 0, pings: 0 };
			return taken;
		},
		stop: () => monitor.disconnect(),
	};
}
