import { type Bytes, concat, uint32, utf8 } from "../../../crypto/bytes.ts";

/** Ids of the elements that matter here. */
const ids = {
	header: 0x1a45dfa3,
	segment: 0x18538067,
	info: 0x1549a966,
	timecodeScale: 0x2ad7b1,
	duration: 0x4489,
	muxingApp: 0x4d80,
	writingApp: 0x5741,
	tracks: 0x1654ae6b,
	cues: 0x1c53bb6b,
	cuePoint: 0xbb,
	cueTime: 0xb3,
	cueTrackPositions: 0xb7,
	cueTrack: 0xf7,
	cueClusterPosition: 0xf1,
	cluster: 0x1f43b675,
	timecode: 0xe7,
	simpleBlock: 0xa3,
	blockGroup: 0xa0,
	block: 0xa1,
} as const;

/** What is read through rather than over: a recorder doesn't know their length when it begins them. */
const opened: ReadonlySet<number> = new Set([ids.segment, ids.info, ids.cluster, ids.blockGroup]);

/** Milliseconds: what the times of a recording are told in. */
const nanosecondsPerTick = 1_000_000;
/** One goes to the beginning of a cluster and listens from there. */
const clusterTicks = 1_000;

type Block = { time: number; bytes: Bytes };
type Read = { header?: Bytes; tracks?: Bytes; blocks: Block[] };

/**
 * The same sound with its length and a table of its places. A recorder writes neither, because it knows neither while it
 * writes; and Firefox goes nowhere in such a file. What is no recording of one voice comes back as it is.
 */
export function seekableWebm(recorded: Bytes): Bytes {
	const read = readBlocks(recorded);
	const last = read?.blocks.at(-1);
	if (!read?.header || !read.tracks || !last) return recorded;
	const before = read.blocks.at(-2) ?? last;
	const info = element(
		ids.info,
		element(ids.timecodeScale, uint32(nanosecondsPerTick)),
		element(ids.duration, float64(last.time + (last.time - before.time))),
		element(ids.muxingApp, utf8("Mayfly")),
		element(ids.writingApp, utf8("Mayfly")),
	);
	const clusters = inClusters(read.blocks).map((blocks) => ({ time: blocks[0]?.time ?? 0, bytes: clusterOf(blocks) }));
	const track = (last.bytes[0] ?? 0) & 0x7f;
	const places = clusters.map(({ time }) => ({ time, at: 0 }));
	// As long whatever the places are.
	let at = info.length + read.tracks.length + cuesTo(track, places).length;
	for (const [index, place] of places.entries()) {
		place.at = at;
		at += clusters[index]?.bytes.length ?? 0;
	}
	const segment = element(ids.segment, info, read.tracks, cuesTo(track, places), ...clusters.map(({ bytes }) => bytes));
	return concat(read.header, segment);
}

/** Null: it is not to be understood. */
function readBlocks(bytes: Bytes): Read | null {
	const read: Read = { blocks: [] };
	let clusterTime = 0;
	let firstTime: number | undefined;
	for (let at = 0; at < bytes.length; ) {
		const head = headAt(bytes, at);
		if (head === null) return null;
		const { id, start, size } = head;
		if (opened.has(id)) {
			at = start;
			continue;
		}
		const end = start + size;
		if (end > bytes.length) return null;
		const content = bytes.slice(start, end);
		if (id === ids.header) read.header = bytes.slice(at, end);
		else if (id === ids.tracks) read.tracks = bytes.slice(at, end);
		else if (id === ids.timecodeScale && uintOf(content) !== nanosecondsPerTick) return null;
		else if (id === ids.timecode) clusterTime = uintOf(content);
		else if (id === ids.simpleBlock || id === ids.block) {
			// The track's number in one byte, the time since the cluster's in two, and flags.
			const track = content[0] ?? 0;
			if (content.length < 4 || track < 0x80 || track !== (read.blocks[0]?.bytes[0] ?? track)) return null;
			const time = clusterTime + new DataView(content.buffer).getInt16(1);
			// It begins with its first sound: in a file with a table Firefox waits for ever for what is before that.
			firstTime ??= time;
			read.blocks.push({ time: time - firstTime, bytes: content });
		}
		at = end;
	}
	return read;
}

/** An element's id, where its content begins, and how long that is; null: there is none. */
function headAt(bytes: Bytes, at: number): { id: number; start: number; size: number } | null {
	const idLength = Math.clz32(bytes[at] ?? 0) - 23;
	const sizeAt = at + idLength;
	const sizeLength = Math.clz32(bytes[sizeAt] ?? 0) - 23;
	const start = sizeAt + sizeLength;
	if (idLength > 4 || sizeLength > 8 || start > bytes.length) return null;
	// In the first byte stands before the number, as a bit, how many bytes there are. Taken away first: eight are more than a number holds.
	const size = bytes.slice(sizeAt, start);
	size[0] = (size[0] ?? 0) & (0xff >> sizeLength);
	return { id: uintOf(bytes.slice(at, sizeAt)), start, size: uintOf(size) };
}

function inClusters(blocks: readonly Block[]): Block[][] {
	const clusters: Block[][] = [];
	for (const block of blocks) {
		const cluster = clusters.at(-1);
		if (cluster?.[0] && block.time - cluster[0].time < clusterTicks) cluster.push(block);
		else clusters.push([block]);
	}
	return clusters;
}

function clusterOf(blocks: readonly Block[]): Bytes {
	const time = blocks[0]?.time ?? 0;
	const parts = blocks.map((block) => {
		const content = block.bytes.slice();
		new DataView(content.buffer).setInt16(1, block.time - time);
		// Sound can be heard from any of its blocks.
		content[3] = (content[3] ?? 0) | 0x80;
		return element(ids.simpleBlock, content);
	});
	return element(ids.cluster, element(ids.timecode, uint32(time)), ...parts);
}

/** @param places when each cluster begins, and where in the segment */
function cuesTo(track: number, places: readonly { time: number; at: number }[]): Bytes {
	const points = places.map(({ time, at }) =>
		element(
			ids.cuePoint,
			element(ids.cueTime, uint32(time)),
			element(
				ids.cueTrackPositions,
				element(ids.cueTrack, uint(track, 1)),
				element(ids.cueClusterPosition, uint32(at)),
			),
		),
	);
	return element(ids.cues, ...points);
}

function element(id: number, ...parts: readonly Bytes[]): Bytes {
	const size = parts.reduce((sum, { length }) => sum + length, 0);
	let idLength = 1;
	while (id >= 2 ** (8 * idLength)) idLength++;
	let sizeLength = 1;
	// All ones would say that it is not known.
	while (size >= 2 ** (7 * sizeLength) - 1) sizeLength++;
	return concat(uint(id, idLength), uint(size + 2 ** (7 * sizeLength), sizeLength), ...parts);
}

const uintOf = (bytes: Bytes): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

function uint(value: number, length: number): Bytes {
	return Uint8Array.from({ length }, (_, at) => Math.floor(value / 256 ** (length - 1 - at)) % 256);
}

function float64(value: number): Bytes {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setFloat64(0, value);
	return bytes;
}
