import { setTimeout as wait } from "node:timers/promises";
import type { HistoryPage } from "../../backend/protocol/messages.ts";
import { createApi } from "../room/api.ts";
import { lifeLimits } from "../room/payload.ts";
import { systemTime } from "../room/time.ts";
import { areCalm, areSame, calmWithinMs, isAttached, isLive, showAll, showAny, until } from "./calm.ts";
import { createEntry } from "./entering.ts";
import { clientAddress } from "./faults/gate.ts";
import { createRecorder, type History, type Recorder } from "./history.ts";
import type { ChaosPerson } from "./people.ts";
import type { Act, Fault, Plan } from "./plan.ts";
import { openWorld, type World } from "./world.ts";

/** So long nothing happens any more when all is settled, ms. */
const sealedWithinMs = 120;
/** How long people may take to hear of the end before they are told to look, ms. */
const hearWithinMs = 4_000;
/** How long it may take until all that goes before the room has gone, ms; it was said within a few seconds. */
const passesWithinMs = 1_000 * lifeLimits.least + calmWithinMs;
/** No room of these histories lives longer, ms. */
const longestMs = 3_600_000;

/** Lets a planned history happen, and writes down what did. Checks nothing. */
export async function perform(plan: Plan): Promise<History> {
	const recorder = createRecorder();
	recorder.record({ type: "plan", plan, startedAt: Date.now() });
	const world = await open(plan, recorder);
	try {
		await live(plan, world, recorder);
	} finally {
		await world.close();
	}
	return recorder.lines;
}

/** Ports are asked for before they are taken: on a busy machine somebody else may be quicker. */
async function open(plan: Plan, recorder: Recorder): Promise<World> {
	for (let tries = 1; ; tries++) {
		try {
			return await openWorld(plan, recorder);
		} catch (error) {
			if (tries === 3) throw error;
		}
	}
}

async function live(plan: Plan, world: World, recorder: Recorder): Promise<void> {
	const { site, people } = world;
	const { record } = recorder;
	const turns = people.map(() => Promise.resolve());
	const failing: Promise<void>[] = [];
	const secrets = new Set<string>();
	const passing = plan.steps.flatMap((step) => ("act" in step && goesSoon(step.act) ? [step.act.id] : []));
	let link = "";
	const entry = createEntry(() => link);

	/** What somebody does, they do one after the other. */
	function then(who: number, work: (person: ChaosPerson) => Promise<void>): void {
		const person = people[who];
		if (person !== undefined) turns[who] = (turns[who] ?? Promise.resolve()).then(() => work(person));
	}

	async function enter(person: ChaosPerson, act: Act): Promise<void> {
		await entry.enter(person, act);
		for (const secret of await person.secrets()) secrets.add(secret);
	}

	async function act(person: ChaosPerson, act: Act): Promise<void> {
		const by = entry.linkFor(act);
		if (by === undefined) return;
		if (!("whom" in act)) return entry.done(act, await person.act(act, by));
		const other = people[act.whom]?.room();
		if (other?.phase === "live") await person.act(act, by, other.me);
	}

	function begin(fault: Fault): void {
		const failure = fail(fault);
		// What goes wrong with it is heard when all are waited for.
		failure.catch(() => {});
		failing.push(failure);
	}

	async function fail(fault: Fault): Promise<void> {
		record({ type: "fault", fault });
		const heal = await world.fail(fault);
		if ("forMs" in fault) await wait(fault.forMs);
		await heal();
		record({ type: "healed", fault });
	}

	async function endInTalk(): Promise<void> {
		const { end } = plan;
		if (!("atMs" in end)) return;
		await wait(end.atMs);
		const destroyer = end.type === "destroy-in-talk" ? end.who : end.destroyedBy;
		if (end.type === "expire-in-talk") {
			await expire(end.inMs);
			await wait(Math.max(0, end.inMs - 40));
		}
		// Beside whatever else they do.
		const person = destroyer === null ? undefined : people[destroyer];
		if (person?.room()?.phase === "live") await person.act({ type: "destroy" }, link);
	}

	async function expire(inMs: number, latest = 0): Promise<void> {
		const ends = people.map((person) => person.room()).map((room) => (room?.phase === "live" ? room.expiresAt : 0));
		record({ type: "expiring", inMs });
		await site.expire(link.split("/r/")[1]?.split("#")[0] ?? "", inMs, Math.max(...ends, latest));
	}

	async function settle(): Promise<boolean> {
		const hangsOn = (person: ChaosPerson) => isAttached(person, recorder.lines);
		const isCalm = () => areCalm(people) && areSame(people) && people.filter(isLive).every(hangsOn);
		// Nobody is told to look: what was lost is to be noticed, and repaired, by servers and clients alone.
		// Asked once more at the end, for something may have come while the server was asked.
		const allIsSent = async () =>
			!(await Promise.all(people.filter(isLive).map((who) => who.hasUnsent()))).includes(true);
		const isSettled = async () => isCalm() && (await allIsSent()) && showAll(people, await kept()) && isCalm();
		return until(async () => {
			if (!(await isSettled())) return false;
			// A key may have to go to somebody that is not sealed yet.
			await wait(sealedWithinMs);
			return isSettled();
		});
	}

	/** Waits until what goes before the room has gone; nor does it come back when all is read again. */
	async function letPass(): Promise<void> {
		record({ type: "passed", isCalm: await until(async () => haveGone(), passesWithinMs), again: false });
		const here = people.filter(isLive);
		for (const person of here) person.killWorker();
		const isRead = async () => here.every(isLive) && areCalm(here) && haveGone();
		record({ type: "passed", isCalm: await until(isRead), again: true });
	}

	const haveGone = () => !showAny(people, passing);

	/** The history, the starter and the room's end as the server tells them now; empty when there is nobody to ask for it. */
	async function kept(): Promise<{ messages: HistoryPage["messages"]; starter?: string; expiresAt?: number }> {
		const saved = await people.find(isLive)?.saved();
		if (!saved) return { messages: [] };
		const api = createApi({ server: world.server(), fetch, time: systemTime });
		const caller = { roomId: saved.roomId, token: saved.seat.identity.token };
		const [{ messages }, { starter, expiresAt }] = await Promise.all([
			api.readMessages(caller, {}),
			api.readRoom(caller),
		]);
		return { messages, expiresAt, ...(starter !== undefined && { starter }) };
	}

	const early = plan.steps.filter((step) => "fault" in step && step.atMs === 0);
	for (const step of early) if ("fault" in step) begin(step.fault);
	const [starter] = people;
	if (starter === undefined) throw new Error("nobody is here");
	await enter(starter, { type: "start", capacity: plan.capacity });
	link = (await starter.saved())?.link ?? "";
	if (link === "") throw new Error(`the room could not be made: ${JSON.stringify(recorder.lines.slice(-6))}`);

	const startedAt = recorder.now();
	const ending = endInTalk();
	for (const step of plan.steps) {
		if (early.includes(step)) continue;
		await wait(Math.max(0, step.atMs - (recorder.now() - startedAt)));
		if ("fault" in step) {
			begin(step.fault);
			continue;
		}
		const { who, act: asked } = step;
		then(who, async (person) => {
			const isOutside = !isLive(person) && person.room()?.phase !== "ended";
			if (isEntering(asked) ? isOutside : isLive(person)) await (isEntering(asked) ? enter : act)(person, asked);
		});
	}
	await Promise.all([...failing, ...turns, ending]);
	world.mendWays();

	if ("atMs" in plan.end) {
		// Somebody may have added time, or the destroy may have come to nothing.
		if (people.some(isLive)) await expire(200);
	} else {
		const isCalm = await settle();
		record({ type: "settled", isCalm, live: people.filter(isLive).map(({ who }) => who) });
		const { messages, ...told } = await kept();
		record({ type: "kept", messages: messages.map(({ id, cursor }) => ({ id, cursor })), ...told });
		record({ type: "store", text: await site.dump(), keys: await site.keys() });
		if (passing.length > 0) await letPass();
		await end();
	}
	// Who is connected hears of it; who is not, asks in the end.
	const areOver = async () => !people.some(isLive);
	if (!(await until(areOver, hearWithinMs))) for (const person of people) if (isLive(person)) person.reconnect();
	record({ type: "over", isCalm: await until(areOver) });

	// A room that was made again may have nobody in it who could end it.
	if (recorder.lines.some((line) => line.type === "forgot" && line.again)) await expire(50, site.now() + longestMs);
	await until(async () => (await site.keys()).length === 0, 3_000);
	const [room = ""] = link.split("/r/")[1]?.split("#") ?? [];
	record({ type: "left", room, keys: await site.keys() });
	for (const person of people) record({ type: "remains", who: person.who, keys: await person.storageKeys() });
	const texts = plan.steps.flatMap((step) => ("act" in step ? wordsOf(step.act) : []));
	record({
		type: "private",
		values: [...secrets, ...entry.keys(), ...texts],
		logs: [room, clientAddress],
	});

	async function end(): Promise<void> {
		switch (plan.end.type) {
			case "destroy": {
				const who = plan.end.who;
				const person = people.filter(isLive).find((candidate) => candidate.who === who) ?? people.find(isLive);
				if (person) await person.act({ type: "destroy" }, link);
				// Whoever was handed the room may have removed the others, and left.
				else await expire(50, site.now() + longestMs);
				return;
			}
			case "forget":
				return fail({ type: "forget", again: false });
			default:
				await expire(1_200);
				// A server learns of the new end when somebody attaches.
				for (const person of people) if (isLive(person)) person.reconnect();
				return;
		}
	}
}

/** Whether it goes while somebody looks. */
const goesSoon = (act: Act): act is Extract<Act, { type: "send" | "send-file" }> =>
	"goesAfter" in act && act.goesAfter === lifeLimits.least;

/** What of an act nobody else may read. */
const wordsOf = (act: Act): string[] =>
	"text" in act ? [act.text] : act.type === "act" && act.act.kind === "edit" ? [act.act.text] : [];

const isEntering = ({ type }: Act): boolean => type === "join" || type === "knock";
