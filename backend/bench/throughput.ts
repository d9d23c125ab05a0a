import { startRedis } from "../tests/redis-server.ts";
import { sealedCharacters } from "./contenders/contender.ts";
import { sealedText, startRoom } from "./member.ts";
import { type Server, startMeasured, startRelay, startServer } from "./processes.ts";
import { compare } from "./ratios.ts";
import { printPart, ratioCells } from "./report.ts";
import { type Effort, takeTurns } from "./rounds.ts";
import type { SendTarget } from "./send-load.ts";

const connections = 64;
const seconds = 1.5;
const target = { least: 0.7 };

type Speed = { perSecond: number; perCpuSecond: number };

/** How many sends a second a server accepts, all connections always busy, beside the bare relay in the same minute. */
export async function benchThroughput(effort: Effort): Promise<void> {
	const redis = await startRedis();
	const load = await startMeasured("bench/send-load.ts", [String(seconds)]);
	const [server, relay] = [await startServer(redis.url), await startRelay(redis.url)];
	const text = sealedText((sealedCharacters / 4) * 3);
	// A room each: no room may hold more than 5,000 events.
	const targets: { ours: SendTarget[]; relay: SendTarget[] } = { ours: [], relay: [] };
	for (let at = 0; at < connections; at++) {
		const { roomId, token } = await startRoom(server.url);
		targets.ours.push({ url: `${server.url}/api/rooms/${roomId}/messages`, token, text });
		targets.relay.push({ url: `${relay.url}/room${at}`, text });
	}

	async function turn(of: Server, sends: SendTarget[]): Promise<Speed> {
		const before = await of.cpuMicros();
		const accepted = (await load.ask(sends)) as number;
		const cpuSeconds = ((await of.cpuMicros()) - before) / 1e6;
		return { perSecond: accepted / seconds, perCpuSecond: accepted / cpuSeconds };
	}
	const speeds = await takeTurns(effort, {
		ours: () => turn(server, targets.ours),
		relay: () => turn(relay, targets.relay),
	});
	const row = (name: string, of: keyof Speed) => {
		const [ours, theirs] = [speeds.ours, speeds.relay].map((rounds) => rounds.map((speed) => speed[of]));
		return [name, ...ratioCells(compare(ours ?? [], theirs ?? []), (count) => count.toFixed(0), target)];
	};
	printPart(
		"`throughput`: sends a second",
		["", "Mayfly", "bare relay", "ratio", "rounds", "target"],
		[row("accepted a second", "perSecond"), row("a second of the server's CPU", "perCpuSecond")],
	);
	for (const process of [load, server, relay]) process.stop();
	await redis.close();
}
