import appoint from "../store/redis/appoint.lua";
import attach from "../store/redis/attach.lua";
import change from "../store/redis/change.lua";
import create from "../store/redis/create.lua";
import destroy from "../store/redis/destroy.lua";
import detach from "../store/redis/detach.lua";
import history from "../store/redis/history.lua";
import invite from "../store/redis/invite.lua";
import join from "../store/redis/join.lua";
import knock from "../store/redis/knock.lua";
import leave from "../store/redis/leave.lua";
import prelude from "../store/redis/prelude.lua";
import pulse from "../store/redis/pulse.lua";
import read from "../store/redis/read.lua";
import receipt from "../store/redis/receipt.lua";
import remove from "../store/redis/remove.lua";
import { assembleScripts, type Scripts } from "../store/redis/scripts.ts";
import send from "../store/redis/send.lua";
import signal from "../store/redis/signal.lua";

const texts: Record<string, string> = {
	...{ appoint, attach, change, create, destroy, detach, history, invite, join },
	...{ knock, leave, prelude, pulse, read, receipt, remove, send, signal },
};

/** The scripts of a platform without a file system: a bundler has put their texts in here. */
export function bundledScripts(options: { rateLimits: boolean }): Scripts {
	return assembleScripts((name) => texts[name] ?? "", options);
}
