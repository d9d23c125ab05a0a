/** Every number both sides agree on. Times in seconds or milliseconds as named, sizes in bytes of UTF-8. */
export const limits = {
	/** A room's life, in seconds: one minute to a day. */
	ttlSeconds: { least: 60, most: 86_400, preset: 600 },
	/** Seats in a room, the starter's included. */
	capacity: { least: 2, most: 50, preset: 2 },
	/** Sealed text of one message, base64url. */
	textBytes: 16 * 1024,
	/** Sealed profile, base64url. */
	profileBytes: 2 * 1024,
	/** Sealed body of one signal, base64url. */
	signalBytes: 1024,
	/** Sealed receipt of a wipe, base64url: one size for all. */
	receiptBytes: 512,
	/** Sealed word of the starter by which its rights go over, base64url: one size for all. */
	appointmentBytes: 512,
	/** A whole request body: the largest field above, with room for ids and JSON around it. */
	bodyBytes: 20 * 1024,
	/** Stored events (messages, joins, leaves…) and their bytes in one room. */
	roomEvents: 5_000,
	roomBytes: 8 * 1024 * 1024,
	/** Token bucket of messages for one member. */
	messages: { perSecond: 10, burst: 20 },
	/** Token bucket of signals for one member. */
	signals: { perSecond: 5, burst: 5 },
	/** Invites for one person that a room remembers, spent and withdrawn ones included. */
	invitesPerRoom: 200,
	/** Joins into one room. */
	joinsPerMinute: 20,
	/** Knocks at one room: whoever waits knocks again every 20 s. */
	knocksPerMinute: 20,
	/** Rooms created from one address (an IPv6 address counts as its /64). */
	creates: { perSecond: 1, burst: 100 },
	/** Receipts posted from one address: fifty people behind one router wipe at the same moment. */
	receipts: { perSecond: 5, burst: 100 },
	/** How long a stream passes on receipts after its room was destroyed, and how many at most. */
	receiptsMs: 10_000,
	receiptsPerStream: 100,
	/** Rooms on one stream, and streams one member may hold at once. */
	roomsPerStream: 20,
	streamsPerMember: 3,
	/** Bytes queued for one slow stream before it is told to reconnect. */
	streamQueueBytes: 256 * 1024,
	/** Messages in one page of history, and events in one page of an attach. */
	historyPage: { most: 200, preset: 200 },
	/** How long a WebSocket may take to say which rooms it is for. */
	firstFrameMs: 5_000,
	/** The longest silence on a healthy stream. */
	pingEveryMs: 15_000,
	/**
	 * How often a process renews the leases of the members it streams to, which is also how soon it notices a loss
	 * that nobody told it of; and how long a lease lasts. A process pulses early when a lease of another one is about
	 * to end, so a crashed stream is told offline about when its lease ends, which must be under a minute. A lease
	 * outlives its pulse by as much as a store may be away without harm.
	 */
	pulseEveryMs: 29_500,
	leaseMs: 50_000,
	/** A member offline longer than this may lose its seat to a join into a full room. */
	seatMs: 120_000,
} as const;
