import { type BadNetwork, createBadNetwork } from "../hub/testing/bad-network.ts";
import { type Gate, openGate } from "./faults/gate.ts";
import type { Recorder } from "./history.ts";
import { type ChaosPerson, createChaosPerson } from "./people.ts";
import type { Fault, LostCall, Plan } from "./plan.ts";
import { createDraw } from "./seed.ts";
import { type Backend, createLocalBackend, createProcessBackend } from "./servers.ts";
import { openStoreSite, type StoreSite } from "./stores.ts";

/** Everything of one history: a store, its servers, people, and each one's own way to them. */
export type World = {
	site: StoreSite;
	servers: Backend[];
	people: ChaosPerson[];
	/** Origin of a server that is up. */
	server(): string;
	/** Begins what is to go wrong; resolves to what heals it. */
	fail(fault: Fault): Promise<() => Promise<void>>;
	/** All ways are whole again. */
	mendWays(): void;
	close(): Promise<void>;
};

type Way = { network: BadNetwork; gate: Gate };

const lines: Record<LostCall, RegExp> = {
	create: /^POST \/api\/rooms$/,
	join: /^POST .*\/members$/,
	invite: /^(PUT|DELETE) .*\/invites\//,
	knock: /^POST .*\/knocks$/,
	send: /^POST .*\/messages$/,
	change: /^PATCH/,
	appoint: /^PUT .*\/starter$/,
	remove: /^DELETE .*\/members\/(?!me$)/,
	destroy: /^DELETE \/api\/rooms\/[^/]+$/,
	leave: /^DELETE .*\/members\/me$/,
};

const nothing = async () => {};

export async function openWorld(plan: Plan, recorder: Recorder): Promise<World> {
	const { seed, store, transport, isProcesses, serverClockOffMs } = plan;
	const site = await openStoreSite(store, serverClockOffMs);
	const servers: Backend[] = [];
	for (let server = 0; server < plan.servers; server++) {
		const log = (line: string) => recorder.record({ type: "log", server, line });
		servers.push(isProcesses ? createProcessBackend(site, log) : createLocalBackend(site, log));
	}
	await Promise.all(servers.map((server) => server.start()));
	const upPorts = () => servers.filter((server) => server.isUp()).map((server) => server.port());

	const ways: Way[] = [];
	for (const _ of plan.people) {
		const gate = await openGate(upPorts);
		ways.push({ gate, network: await createBadNetwork(gate.origin) });
	}
	const people = plan.people.map(({ clockOffMs }, who) => {
		const draw = createDraw(seed * 31 + who + 1);
		const server = ways[who]?.network.origin ?? "";
		return createChaosPerson({
			who,
			name: `Somebody ${who} of ${seed}`,
			server,
			clockOffMs,
			transport,
			draw,
			recorder,
		});
	});

	const server = () => `http://127.0.0.1:${upPorts()[0] ?? 0}`;
	const wayOf = (who: number): Way => {
		const way = ways[who];
		if (way === undefined) throw new Error(`nobody is number ${who}`);
		return way;
	};

	async function restart(place: number, how: "stop" | "kill"): Promise<() => Promise<void>> {
		const backend = servers[place];
		// Two faults may hit the same server: the second one finds it down.
		if (!backend?.isUp()) return nothing;
		await backend[how]();
		await backend.start();
		return nothing;
	}

	/** Everybody is cut off meanwhile, so that nobody hears of a room that is not there. */
	async function forget(again: boolean): Promise<void> {
		if (again) for (const { network } of ways) network.cut();
		const [create] = ways.flatMap(({ network }) => network.calls.filter(({ line }) => lines.create.test(line)));
		// A store in memory goes with its server.
		const isShared = site.config.kind !== "memory";
		if (!isShared) await servers[0]?.stop();
		await site.forget();
		if (!isShared) await servers[0]?.start();
		recorder.record({ type: "forgot", again });
		if (!again) return;
		// A room that was over before stays so.
		if (people.some((person) => person.room()?.phase === "live")) await createAgain(create?.body ?? "");
		for (const { network } of ways) network.mend();
	}

	async function createAgain(body: string): Promise<void> {
		const headers = { "content-type": "application/json" };
		for (let tries = 0; tries < 50; tries++) {
			const response = await fetch(`${server()}/api/rooms`, { method: "POST", headers, body }).catch(() => null);
			if (response?.ok) return;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		throw new Error("the room could not be made again");
	}

	async function fail(fault: Fault): Promise<() => Promise<void>> {
		switch (fault.type) {
			case "cut": {
				const { network } = wayOf(fault.who);
				network.cut();
				return async () => network.mend();
			}
			case "cut-streams":
				wayOf(fault.who).network.cutStreams();
				return nothing;
			case "stall":
				wayOf(fault.who).network.stallStreams();
				return nothing;
			case "mute":
			case "hold": {
				const { gate } = wayOf(fault.who);
				gate[fault.type]();
				return async () => gate.mend();
			}
			case "lose-answers":
				wayOf(fault.who).network.loseAnswers(lines[fault.call], fault.count);
				return nothing;
			case "kill-worker":
				people[fault.who]?.killWorker();
				return nothing;
			case "sleep":
				people[fault.who]?.sleep();
				return nothing;
			case "restart-server":
				return restart(fault.server, "stop");
			case "kill-server":
				return restart(fault.server, "kill");
			case "forget":
				await forget(fault.again);
				return nothing;
			default:
				return (await site.fail(fault)) ?? nothing;
		}
	}

	return {
		...{ site, servers, people, server, fail },
		mendWays() {
			for (const { network, gate } of ways) {
				network.mend();
				gate.mend();
			}
		},
		async close() {
			for (const person of people) person.close();
			await Promise.all(ways.map(({ network }) => network.close()));
			await Promise.all(ways.map(({ gate }) => gate.close()));
			await Promise.all(servers.map((backend) => backend.kill()));
			await site.close();
		},
	};
}
