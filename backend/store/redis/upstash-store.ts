import type { RoomStore } from "../room-store.ts";
import { createRedisStore } from "./redis-store.ts";
import { connectUpstash } from "./rest-client.ts";
import { openRestSubscription } from "./rest-subscription.ts";
import type { Scripts } from "./scripts.ts";
import { createSubscriber } from "./subscriber.ts";

/**
 * Rooms in Upstash's Redis, over its REST alone: no socket, no file, nothing but `fetch`. Asks nothing by itself.
 * @param options.asked hears of each request before it goes out, for platforms that count them
 */
export function createUpstashStore(options: {
	url: string;
	token: string;
	scripts: Scripts;
	asked?: () => void;
}): RoomStore {
	const { url, token, scripts, asked = () => {} } = options;
	const redis = connectUpstash({ url, token, asked });
	const probe = (channel: string) => redis.publish(channel, { type: "ping", timestamp: 0 });
	const subscriber = createSubscriber((channel, { signal, message }) => {
		asked();
		const { fetch } = globalThis;
		return openRestSubscription({ url, token, channel, fetch, signal, message, probe: () => probe(channel) });
	});
	return createRedisStore({
		...{ kind: "upstash", redis, scripts, subscribe: subscriber.subscribe },
		close: async () => subscriber.close(),
	});
}
